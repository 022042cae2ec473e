import 'server-only'
import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Day } from '#lib/calendar-date.ts'
import { changedMeanwhile, invalidParameters, RequestError } from '#lib/errors.ts'
import { type Executor, query } from '#lib/server/db/client.ts'
import { instantText } from '#lib/server/db/instant-text.ts'
import { parsedRows } from '#lib/server/db/parsed-rows.ts'
import { requestWindows } from '#lib/server/db/window-requests.ts'
import type { RequestContext } from '#lib/server/viewer.ts'
import {
  type Disappearance,
  type DisappearanceAction,
  heldBackSchema,
} from '#lib/sources/diagnostics-schema.ts'
import { RESOURCES, type Resource, type Source } from '#lib/sources.ts'
import { actRecorded, requireConnected, requireOperator } from './acting.ts'
import { requireList } from './refresh.ts'

/**
 * The version of rows that an older release put on hold. Confirming them has no effect, because the fact
 * names no rows: the next run puts them on hold again.
 */
const UNNAMED = 'unnamed'

type Week = { source: Source; resource: Resource; from: Day }

/**
 * Confirms that a window's rows on hold really are gone, or withdraws a confirmation before a run acts
 * on it. After a confirmation the window is read again: rows of the set that are still missing leave lists
 * and totals, and return if the source lists them again.
 * @param asked `version` identifies the set of rows that the person saw
 * @throws {RequestError} 403 for a financier, 400 for a missing parameter or an unknown list, 409 if nothing
 * is on hold, the set changed, or the source is off
 */
export async function settleDisappearance(
  acting: RequestContext,
  { source, action }: { source: Source; action: DisappearanceAction },
  asked: Named,
  now: Date = new Date(),
): Promise<Disappearance> {
  const { viewer } = acting
  requireOperator(viewer, 'settle a disappearance')
  requireConnected(source)
  const { resource, from, version } = requireAll(asked)
  requireList(source, resource)
  const week = { source, resource, from }
  const told = { action: `disappearance.${action}`, source, details: asked }
  return actRecorded(acting, told, async (tx) => {
    const held = (await readHeldBack(tx, source)).find(
      (each) => each.resource === resource && each.from === from,
    )
    if (!held) {
      const detail = 'Nothing is held back in this window: a reading may just have settled it.'
      throw new RequestError(409, 'nothing_held_back', detail)
    }
    const isWritten = await writeAnswer(tx, week, version, action === 'confirm' ? viewer.name : null)
    if (!isWritten) throw changedMeanwhile('The set of rows that are missing')
    if (action === 'confirm') {
      const where = sql`source = ${source} and resource = ${resource} and from_day = ${from}`
      await requestWindows(tx, where, now)
    }
    const isConfirmed = action === 'confirm'
    const { resource: _, ...rest } = held
    return { heldBack: { ...rest, isConfirmed, confirmedBy: isConfirmed ? viewer.name : null } }
  })
}

type Named = { resource: Resource | null; from: Day | null; version: string | null }

function requireAll(asked: Named) {
  const { resource, from, version } = asked
  const missing = Object.entries(asked).filter(([, value]) => value === null)
  if (resource === null || from === null || version === null)
    throw invalidParameters(missing.map(([param]) => ({ param, detail: 'must be given' })))
  return { resource, from, version }
}

/** Returns false if the set of missing rows has changed meanwhile. */
async function writeAnswer(
  tx: Executor,
  { source, resource, from }: Week,
  version: string,
  by: string | null,
): Promise<boolean> {
  const answer = by === null ? {} : { isAccepted: true, acceptedBy: by }
  const written = await query(tx)`
    update source_fact set value = value - 'isAccepted' - 'acceptedBy' || ${JSON.stringify(answer)}::jsonb
    where source = ${source} and resource = ${resource} and fact = ${`held_back:${from}`}
      and coalesce(value ->> 'version', ${UNNAMED}) = ${version}
    returning 1`
  return written.length > 0
}

const heldBackRowSchema = heldBackSchema.extend({ resource: z.enum(RESOURCES) })

/**
 * Reads the disappearances of a source that wait for a person, or for the run that acts on the confirmation.
 */
export function readHeldBack(tx: Executor, source: Source): Promise<z.infer<typeof heldBackRowSchema>[]> {
  return parsedRows(
    tx,
    sql`select fact.resource, from_day::text as "from", to_day::text as "to", (value ->> 'rows')::int as rows,
        (value ->> 'of')::int as of, coalesce(value ->> 'version', ${UNNAMED}) as version,
        coalesce(value ->> 'since', ${instantText(sql`fact.at`)}) as since,
        coalesce((value ->> 'isAccepted')::boolean, false) as "isConfirmed", value ->> 'acceptedBy' as "confirmedBy"
      from source_fact as fact join sync_window as held
        on held.source = fact.source and held.resource = fact.resource and fact.fact = 'held_back:' || from_day
      where fact.source = ${source} order by from_day desc`,
    heldBackRowSchema,
  )
}
