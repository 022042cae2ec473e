import 'server-only'
import { sql } from 'drizzle-orm'
import { changedMeanwhile, invalidParameter, notFound } from '#lib/errors.ts'
import type { MarkRowsBody, WriteNoteBody } from '#lib/notes/bodies.ts'
import { MAX_NOTE } from '#lib/notes/limits.ts'
import type { Marked, NoteAnswer, RowNote } from '#lib/notes/schema.ts'
import { type AuditEntry, transactRecorded } from '#lib/server/audit/record.ts'
import { type Executor, setActScope } from '#lib/server/db/client.ts'
import type { MirroredList } from '#lib/server/lists/mirrored-list.ts'
import { readNotes } from '#lib/server/lists/notes.ts'
import { type RequestContext, requireRole } from '#lib/server/viewer.ts'
import { readOwners } from './read.ts'
import { findRow, findRows, type NamedRow } from './rows.ts'

/** Notes are written one at a time, on all servers, so that no two writers read the same former note. */
const ONE_WRITER = 'furrow writes notes'
/** The audit log cuts texts of a detail, so that a note is recorded in parts. */
const PART = 190

type Written = { text: string; done: boolean; owner: { id: string; name: string } | null }

async function act<Result>(
  { viewer, requestId }: RequestContext,
  work: (tx: Executor) => Promise<{ result: Result; events: Omit<AuditEntry, 'actor' | 'outcome'>[] }>,
): Promise<Result> {
  requireRole(viewer, 'operator')
  return transactRecorded(async (tx) => {
    await setActScope(tx, viewer)
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext(${ONE_WRITER}))`)
    const { result, events } = await work(tx)
    const common = { actor: viewer, outcome: 'ok' as const, ...(requestId && { requestId }) }
    return { result, audit: events.map((event) => ({ ...event, ...common })) }
  })
}

/**
 * Writes, changes or, if nothing is left of it, removes the note of a row.
 * @throws RequestError 403 for a financier, 404 for a row that the viewer does not see, 400 for an owner who may not see
 * it, 409 if the note was changed meanwhile
 */
export function writeNote(acting: RequestContext, body: WriteNoteBody): Promise<NoteAnswer> {
  const { source, resource, id } = body
  const list = { source, resource }
  return act(acting, async (tx) => {
    const row = await findRow(tx, acting.viewer, list, id)
    const former = (await readNotes(tx, list, [id])).get(id) ?? null
    if ((former?.version ?? '') !== body.version) throw changedMeanwhile(`The note on ${row.name}`)
    const owner = await ownerOf(tx, body.owner, [row], former)
    const written = { text: body.text, done: body.done, owner }
    if (isSame(former, written)) return { result: { note: former, mayWrite: true }, events: [] }
    await store(tx, acting, list, row, written)
    const note = (await readNotes(tx, list, [id])).get(id) ?? null
    return { result: { note, mayWrite: true }, events: [eventOf(list, row, former, written)] }
  })
}

/**
 * Marks several rows: adds a text below that of each note, and sets owner and state if they are given. All rows are
 * marked, or none.
 * @throws RequestError 403 for a financier, 404 if the viewer does not see one of the rows, 400 for an owner who may not
 * see one, or a note that would be too long
 */
export function markRows(acting: RequestContext, body: MarkRowsBody): Promise<Marked> {
  const list = { source: body.source, resource: body.resource }
  const ids = [...new Set(body.ids)]
  return act(acting, async (tx) => {
    const rows = await findRows(tx, acting.viewer, list, ids)
    if (rows.length < ids.length) throw notFound('row')
    const notes = await readNotes(tx, list, ids)
    const owner = body.owner === undefined ? undefined : await ownerOf(tx, body.owner, rows, null)
    const events: Omit<AuditEntry, 'actor' | 'outcome'>[] = []
    for (const row of rows) {
      const former = notes.get(row.id) ?? null
      const text = [former?.text, body.text].filter(Boolean).join('\n')
      if ([...text].length > MAX_NOTE) throw tooLong(row)
      const written = {
        text,
        done: body.done ?? former?.done ?? false,
        owner: owner === undefined ? (former?.owner ?? null) : owner,
      }
      if (isSame(former, written)) continue
      await store(tx, acting, list, row, written)
      events.push(eventOf(list, row, former, written))
    }
    return { result: { marked: events.length }, events }
  })
}

function tooLong({ name }: NamedRow) {
  const detail = `the note on ${name} would have more than ${MAX_NOTE} characters`
  return invalidParameter('text', detail, { code: 'note_full', values: { row: name, max: MAX_NOTE } })
}

/** An owner that stays is not checked again: an account may have been disabled since. */
async function ownerOf(
  tx: Executor,
  id: string | null,
  rows: readonly NamedRow[],
  former: RowNote | null,
): Promise<Written['owner']> {
  if (id === null) return null
  if (former?.owner?.id === id) return { id, name: former.owner.name }
  const [owner] = await readOwners(tx, [...new Set(rows.map(({ fundingSource }) => fundingSource))], id)
  if (owner) return { id, name: owner.name }
  const detail = 'must be a person who may see the row'
  throw invalidParameter('owner', detail, { code: 'owner_outside' })
}

function isSame(former: RowNote | null, { text, done, owner }: Written): boolean {
  if (former === null) return text === '' && !done && owner === null
  return former.text === text && former.done === done && former.owner?.id === owner?.id
}

async function store(
  tx: Executor,
  { viewer }: RequestContext,
  { source, resource }: MirroredList,
  { id }: NamedRow,
  { text, done, owner }: Written,
): Promise<void> {
  if (text === '' && !done && owner === null) {
    await tx.execute(
      sql`delete from row_note where source = ${source} and resource = ${resource} and id = ${id}`,
    )
    return
  }
  await tx.execute(sql`
    insert into row_note (source, resource, id, text, done, owner_id, owner_name, changed_at, changed_by)
    values (${source}, ${resource}, ${id}, ${text}, ${done}, ${owner?.id ?? null}, ${owner?.name ?? null},
      clock_timestamp(), ${viewer.name})
    on conflict (source, resource, id) do update set text = excluded.text, done = excluded.done,
      owner_id = excluded.owner_id, owner_name = excluded.owner_name, changed_at = excluded.changed_at,
      changed_by = excluded.changed_by`)
}

function eventOf(
  { source, resource }: MirroredList,
  { id, name }: NamedRow,
  former: RowNote | null,
  { text, done, owner }: Written,
): Omit<AuditEntry, 'actor' | 'outcome'> {
  const isRemoved = text === '' && !done && owner === null
  const isNewText = text !== (former?.text ?? '')
  return {
    action: isRemoved ? 'note.remove' : 'note.write',
    subject: `${resource === 'invoices' ? 'invoice' : 'billing_period'}:${source}/${id}`,
    details: {
      name,
      list: resource,
      change: isRemoved ? 'removed' : changeOf(former, { text, done, owner }),
      owner: owner?.name ?? null,
      formerOwner: former?.owner?.name ?? null,
      done,
      formerDone: former?.done ?? false,
      ...(isNewText && { text: partsOf(text) }),
    },
  }
}

/** The one thing that was changed, or `several`. */
function changeOf(former: RowNote | null, { text, done, owner }: Written): string {
  const changes = [
    text !== (former?.text ?? '') ? 'text' : [],
    owner?.id !== former?.owner?.id ? 'owner' : [],
    done !== (former?.done ?? false) ? (done ? 'done' : 'open') : [],
  ].flat()
  return changes.length === 1 ? (changes[0] ?? 'several') : 'several'
}

function partsOf(text: string): string[] {
  const points = [...text]
  return Array.from({ length: Math.ceil(points.length / PART) }, (_, at) =>
    points.slice(at * PART, (at + 1) * PART).join(''),
  )
}
