import 'server-only'
import { type SQL, sql } from 'drizzle-orm'
import type { NoteAnswer, NoteOwners } from '#lib/notes/schema.ts'
import { ROLES } from '#lib/people/roles.ts'
import { type Executor, readSnapshot } from '#lib/server/db/client.ts'
import { checkedRows, wordReader } from '#lib/server/db/parsed-rows.ts'
import type { MirroredList } from '#lib/server/lists/mirrored-list.ts'
import { readNotes } from '#lib/server/lists/notes.ts'
import { allOf, textArray } from '#lib/server/lists/predicates.ts'
import { maySee, type Viewer } from '#lib/server/viewer.ts'
import { UNASSIGNED_CHOICE } from '#lib/unassigned.ts'
import { findRow } from './rows.ts'

/** True for those who may write notes: operators and admins. */
export function mayWrite(viewer: Viewer): boolean {
  return viewer.role !== 'financier'
}

/**
 * Reads the note of a row.
 * @throws {RequestError} 404 for unknown rows and for those outside the viewer's scope alike
 */
export async function noteOf(
  viewer: Viewer,
  { id, ...list }: MirroredList & { id: string },
): Promise<NoteAnswer> {
  return readSnapshot(viewer, async ({ tx }) => {
    await findRow(tx, viewer, list, id)
    const notes = await readNotes(tx, list, [id])
    return { note: notes.get(id) ?? null, mayWrite: mayWrite(viewer) }
  })
}

type Person = NoteOwners['people'][number]
const readPeople = wordReader<Person>({ role: ROLES })
const MAX_PEOPLE = 500

/** The condition for people who may see rows of all these funding sources; null stands for rows without one. */
function mayAllBeSeen(fundingSources: readonly (string | null)[]): SQL {
  const names = fundingSources.filter((name) => name !== null)
  const isAssigned = names.length === fundingSources.length
  return allOf([
    sql`disabled_at is null`,
    isAssigned
      ? sql`(role <> 'financier' or funding_sources @> ${textArray(names)})`
      : sql`role <> 'financier'`,
  ])
}

/** Reads the people who may see rows of all these funding sources, by name. */
export function readOwners(
  tx: Executor,
  fundingSources: readonly (string | null)[],
  id: string | null = null,
): Promise<Person[]> {
  const isOne = id === null ? sql`true` : sql`id = ${id}`
  return checkedRows(
    tx,
    sql`select id, name, role from person where ${mayAllBeSeen(fundingSources)} and ${isOne}
      order by name collate "C", id limit ${MAX_PEOPLE}`,
    readPeople,
  )
}

/**
 * Returns who may own notes on rows of these funding sources: nobody if the viewer sees rows of one of them not.
 * @param asked names of funding sources, or `(unassigned)`
 */
export async function noteOwners(viewer: Viewer, asked: readonly string[]): Promise<NoteOwners> {
  const fundingSources = asked.map((name) => (name === UNASSIGNED_CHOICE ? null : name))
  if (asked.length === 0 || !fundingSources.every((name) => maySee(viewer, name))) return { people: [] }
  return readSnapshot(viewer, async ({ tx }) => ({ people: await readOwners(tx, fundingSources) }))
}
