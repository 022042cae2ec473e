import 'server-only'
import { type SQL, sql } from 'drizzle-orm'
import { invalidParameter, notFound } from '#lib/errors.ts'
import { type Executor, query } from '#lib/server/db/client.ts'
import type { MirroredList } from '#lib/server/lists/mirrored-list.ts'
import { mirroredTable, ofList } from '#lib/server/lists/notes.ts'
import { allOf, inScope, textArray } from '#lib/server/lists/predicates.ts'
import type { Viewer } from '#lib/server/viewer.ts'
import { SOURCE_RESOURCES } from '#lib/sources.ts'

/** A mirrored row, as people name it. */
export type NamedRow = { id: string; name: string; fundingSource: string | null }

/** Finds rows of a list in the viewer's scope, those that are gone among them, by id. */
export async function findRows(
  tx: Executor,
  viewer: Viewer,
  list: MirroredList,
  ids: readonly string[],
): Promise<NamedRow[]> {
  if (!SOURCE_RESOURCES[list.source].includes(list.resource))
    throw invalidParameter('resource', `is no list of ${list.source}`)
  const where = allOf([
    sql`id = any(${textArray(ids)})`,
    ofList(list, sql`source`),
    inScope(viewer, sql`funding_source`),
  ])
  return query<NamedRow>(tx)`
    select id, ${nameOf(list)} as name, funding_source as "fundingSource" from ${mirroredTable(list)}
    where ${where} order by id collate "C"`
}

/**
 * Finds one row.
 * @throws {RequestError} 404 for unknown rows and for those outside the viewer's scope alike
 */
export async function findRow(
  tx: Executor,
  viewer: Viewer,
  list: MirroredList,
  id: string,
): Promise<NamedRow> {
  const [row] = await findRows(tx, viewer, list, [id])
  if (row === undefined) throw notFound('row')
  return row
}

function nameOf({ resource }: MirroredList): SQL {
  return resource === 'invoices'
    ? sql`coalesce(number, id)`
    : sql`concat_ws(' ', contract, start_date::text, '(' || id || ')')`
}
