import 'server-only'
import { type SQL, sql } from 'drizzle-orm'
import { NO_OWNER, type NoteFilters } from '#lib/notes/filters.ts'
import { OWNER_STATES, type OwnerState, type RowNote } from '#lib/notes/schema.ts'
import { type Executor, query } from '#lib/server/db/client.ts'
import { fingerprint } from '#lib/server/db/fingerprint.ts'
import { instantText } from '#lib/server/db/instant-text.ts'
import { checkedRows, wordReader } from '#lib/server/db/parsed-rows.ts'
import type { Resource } from '#lib/sources.ts'
import type { Choice } from './facets.ts'
import type { MirroredList } from './mirrored-list.ts'
import { anyOfOr, type Predicate, textArray } from './predicates.ts'

// A note is visible to those who see its row: row-level security of row_note asks for the row. The statements here are
// about rows that the caller has found in the viewer's scope.

const TABLES: Record<Resource, SQL> = {
  'billing-periods': sql`billing_period`,
  invoices: sql`invoice`,
}

/** Returns the FROM item of the mirrored rows of a list. */
export function mirroredTable({ resource }: MirroredList): SQL {
  return TABLES[resource]
}

/** Returns the condition for the rows of a list in a table of several sources. */
export function ofList({ source, resource }: MirroredList, column: SQL): SQL {
  return resource === 'invoices' ? sql`${column} = ${source}` : sql`true`
}

/**
 * Matches the rows whose note, as it is now, is as asked; null if nothing is asked. The caller's statement names the
 * scope of the rows.
 */
export function hasNote({ source, resource }: MirroredList, filters: NoteFilters): Predicate {
  const { note, note_owner } = filters
  if (note.length === 0 && note_owner.length === 0) return null
  const isAny = note.length === 0 || note.includes('any')
  const wanted = [false, true].filter((done) => isAny || note.includes(done ? 'done' : 'open'))
  // Both states are named, so that the index serves the owner too.
  const state = sql`note.done = any(${sql.param(wanted)}::boolean[])`
  const owner = anyOfOr(sql`note.owner_id`, note_owner, {
    value: NO_OWNER,
    means: sql`note.owner_id is null`,
  })
  return sql`id in (select note.id from row_note as note
    where note.source = ${source} and note.resource = ${resource} and ${state}${owner ? sql` and ${owner}` : sql``})`
}

/** Notes with their rows and owners, named `note`, `own` and `owner`. */
function noted(list: MirroredList): SQL {
  return sql`row_note as note
    join ${mirroredTable(list)} as own on own.id = note.id and ${ofList(list, sql`own.source`)}
    left join person as owner on owner.id = note.owner_id`
}

function ofNote({ source, resource }: MirroredList): SQL {
  return sql`note.source = ${source} and note.resource = ${resource}`
}

const ownerName = sql`coalesce(owner.name, note.owner_name)`
const ownerState = sql`case when note.owner_id is null then null when owner.id is null then 'removed'
  when owner.disabled_at is not null then 'disabled'
  when owner.role = 'financier' and (own.funding_source is null or not own.funding_source = any(owner.funding_sources))
  then 'outside' else 'active' end`

type NoteRow = {
  id: string
  text: string
  done: boolean
  ownerId: string | null
  ownerName: string | null
  ownerState: OwnerState | null
  changedAt: string
  changedBy: string
  version: string
}
const readNoteRows = wordReader<NoteRow>({ ownerState: [...OWNER_STATES, null] })

/** Reads the notes of rows that the viewer sees, by id. */
export async function readNotes(
  tx: Executor,
  list: MirroredList,
  ids: readonly string[],
): Promise<Map<string, RowNote>> {
  if (ids.length === 0) return new Map()
  const found = await checkedRows(
    tx,
    sql`select note.id, note.text, note.done, note.owner_id as "ownerId", ${ownerName} as "ownerName",
        ${ownerState} as "ownerState", ${instantText(sql`note.changed_at`)} as "changedAt",
        note.changed_by as "changedBy",
        ${fingerprint(sql`row(note.text, note.done, note.owner_id, note.changed_at, note.changed_by)::text`)} as version
      from ${noted(list)} where ${ofNote(list)} and note.id = any(${textArray(ids)})`,
    readNoteRows,
  )
  return new Map(found.map((row) => [row.id, toNote(row)]))
}

function toNote({ id: _, ownerId, ownerName, ownerState, ...note }: NoteRow): RowNote {
  const isOwned = ownerId !== null && ownerName !== null && ownerState !== null
  return { ...note, owner: isOwned ? { id: ownerId, name: ownerName, state: ownerState } : null }
}

/** Adds to the rows of a page the notes that they have. */
export async function withNotes<Item extends { id: string }>(
  tx: Executor,
  list: MirroredList,
  items: readonly Item[],
): Promise<(Item & { note?: RowNote })[]> {
  const notes = await readNotes(
    tx,
    list,
    items.map(({ id }) => id),
  )
  if (notes.size === 0) return [...items]
  return items.map((item) => {
    const note = notes.get(item.id)
    return note ? { ...item, note } : item
  })
}

/**
 * Returns what a FROM source named as the list's table is joined with, so that `NOTE_COLUMNS` can be selected. Rows
 * without a note stay.
 */
export function joinNotes(list: MirroredList): SQL {
  return sql`left join (select note.id as noted_id, note.text as note_text, note.done as note_done,
      ${ownerName} as note_owner, ${ownerState} as note_owner_state, note.changed_at as note_changed_at,
      note.changed_by as note_changed_by
    from ${noted(list)} where ${ofNote(list)}) as noted on noted_id = ${mirroredTable(list)}.id`
}

/** The selected columns of `joinNotes`. */
export const NOTE_COLUMNS = sql`note_text as "noteText", note_owner as "noteOwner",
  note_owner_state as "noteOwnerState", note_owner || chr(31) || note_owner_state as "noteOwnerAndState", case when note_done then 'done' when not note_done then 'open' end as "noteState",
  ${instantText(sql`note_changed_at`)} as "noteChangedAt", note_changed_by as "noteChangedBy"`

type Owner = { value: string | null; label: string | null; count: number }
const MAX_OWNERS = 200

/**
 * Returns the owners of the notes of listed rows, those with most notes first, as choices of a filter.
 * @param inAnswer the condition for the rows of the list in the viewer's scope
 */
export async function noteOwnerChoices(tx: Executor, list: MirroredList, inAnswer: SQL): Promise<Choice[]> {
  const found = await query<Owner>(tx)`
    select note.owner_id as value, max(${ownerName}) as label, count(*)::int as count
    from ${noted(list)}
    where ${ofNote(list)} and note.id in (select id from ${mirroredTable(list)} where gone_at is null and ${inAnswer})
    group by note.owner_id order by count desc, note.owner_id collate "C" nulls last limit ${MAX_OWNERS}`
  return found.map(({ value, label, count }) => ({
    value: value ?? NO_OWNER,
    label: value === null ? 'No owner' : (label ?? value),
    count,
  }))
}
