import 'server-only'
import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { notFound } from '#lib/errors.ts'
import { PACK_DAYS, PART_FILES, PDF_SOURCES, type PdfSource } from '#lib/invoices/pack.ts'
import { database, rows } from '#lib/server/db/client.ts'
import { instantText } from '#lib/server/db/instant-text.ts'
import { checkedRows, wordReader } from '#lib/server/db/parsed-rows.ts'
import { transact } from '#lib/server/db/transact.ts'
import { textArray } from '#lib/server/lists/predicates.ts'
import type { Viewer } from '#lib/server/viewer.ts'
import type { PackSet } from './pack-contents.ts'
import type { FileMarks } from './spool.ts'

// The stored state of packs that are downloaded in parts. Every statement names the owner, for nobody else may know of
// a pack, and rows of invoices are never stored here.

/** Packs that one viewer can continue; an older one is forgotten. */
const MAX_PACKS = 10
const LIFE = sql.raw(`interval '${PACK_DAYS} days'`)

export type StoredPack = {
  id: string
  source: PdfSource
  isChosen: boolean
  filters: string
  snapshot: string
  createdAt: string
  expiresAt: string
  /** One for each part: what its last download from the start holds; empty if it can only be started again. */
  revisions: readonly string[]
  /** One for each part: whether that download was sent to its end. */
  sent: readonly boolean[]
}
export type StoredPart = { part: number; files: number; whole: number; missing: number }
export type StoredFile = { position: number; invoiceId: string } & (
  | { state: 'waiting' }
  | ({ state: 'whole' } & FileMarks)
  | { state: 'missing'; code: string; reason: string }
)

type FileRow = {
  position: number
  invoiceId: string
  state: 'waiting' | 'whole' | 'missing'
  bytes: number | null
  crc32: number | null
  sha256: string | null
  code: string | null
  reason: string | null
}
const readPackRows = wordReader<StoredPack>({ source: PDF_SOURCES })
const readFileRows = wordReader<FileRow>({ state: ['waiting', 'whole', 'missing'] })

/** A file of a part, by which its state is found. */
export type FilePlace = { packId: string; part: number; position: number }

const ownerOf = ({ kind, id }: Viewer) => `${kind}:${id}`

const packColumns = sql`id, source, is_chosen as "isChosen", filters, snapshot, revisions, sent,
  ${instantText(sql`created_at`)} as "createdAt", ${instantText(sql`(created_at + ${LIFE})`)} as "expiresAt"`
const isAlive = sql`created_at > now() - ${LIFE}`

/** Stores a pack in parts of 2,000 files and forgets what is over. @returns its id */
export async function storePack(viewer: Viewer, set: PackSet): Promise<string> {
  const id = randomUUID()
  const owner = ownerOf(viewer)
  const parts = Math.ceil(set.ids.length / PART_FILES)
  await transact(database(), async (tx) => {
    await tx.execute(sql`delete from pdf_pack where not (${isAlive}) or id in (
      select id from pdf_pack where owner = ${owner} order by created_at desc, id offset ${MAX_PACKS - 1})`)
    await tx.execute(sql`insert into pdf_pack (id, owner, source, is_chosen, filters, snapshot, revisions, sent,
        created_at)
      values (${id}, ${owner}, ${set.source}, ${set.isChosen}, ${set.search.toString()}, ${set.snapshot},
        array_fill(''::text, array[${parts}::integer]),
        array_fill(false, array[${parts}::integer]), now())`)
    await tx.execute(sql`insert into pdf_pack_file (pack_id, part, position, invoice_id)
      select ${id}, (at - 1) / ${PART_FILES}::integer + 1, at, invoice_id
      from unnest(${textArray(set.ids)}) with ordinality as listed (invoice_id, at)`)
  })
  return id
}

/**
 * Reads a pack of the viewer.
 * @throws {RequestError} 404 for one that is unknown, over or somebody else's
 */
export async function readStoredPack(viewer: Viewer, id: string): Promise<StoredPack> {
  const [pack] = await checkedRows(
    database(),
    sql`select ${packColumns} from pdf_pack where id = ${id} and owner = ${ownerOf(viewer)} and ${isAlive}`,
    readPackRows,
  )
  if (!pack) throw notFound('pack')
  return pack
}

/** Reads the packs of the viewer, the latest first. */
export function readStoredPacks(viewer: Viewer): Promise<StoredPack[]> {
  return checkedRows(
    database(),
    sql`select ${packColumns} from pdf_pack where owner = ${ownerOf(viewer)} and ${isAlive}
      order by created_at desc, id`,
    readPackRows,
  )
}

/** Counts the files of packs by part; a part without files is left out. */
export async function readParts(ids: readonly string[]): Promise<ReadonlyMap<string, StoredPart[]>> {
  const found = await rows<StoredPart & { packId: string }>(
    database(),
    sql`select pack_id as "packId", part, count(*)::integer as files,
        count(*) filter (where state = 'whole')::integer as whole,
        count(*) filter (where state = 'missing')::integer as missing
      from pdf_pack_file where pack_id = any(${textArray(ids)}) group by pack_id, part order by pack_id, part`,
  )
  return Map.groupBy(found, ({ packId }) => packId)
}

export type MissingFile = { invoiceId: string; part: number; code: string; reason: string }

/** Reads up to `most` missing files of a pack in the order of its files. */
export function readMissing(packId: string, most: number): Promise<MissingFile[]> {
  return rows<MissingFile>(
    database(),
    sql`select invoice_id as "invoiceId", part, code, reason from pdf_pack_file
      where pack_id = ${packId} and state = 'missing' order by position limit ${most}`,
  )
}

/** Reads the files of a part in their order. */
export async function readFiles(packId: string, part: number): Promise<StoredFile[]> {
  const found = await checkedRows(
    database(),
    sql`select position, invoice_id as "invoiceId", state, bytes::float8 as bytes, crc32::float8 as crc32, sha256,
        code, reason
      from pdf_pack_file where pack_id = ${packId} and part = ${part} order by position`,
    readFileRows,
  )
  return found.map(toFile)
}

function toFile({ position, invoiceId, state, bytes, crc32, sha256, code, reason }: FileRow): StoredFile {
  const place = { position, invoiceId }
  if (state === 'missing') return { ...place, state, code: code ?? '', reason: reason ?? '' }
  if (bytes === null || crc32 === null || sha256 === null) return { ...place, state: 'waiting' }
  return { ...place, state: 'whole', bytes, crc32, sha256 }
}

/** Begins a part from its start: nothing of it has been sent. */
export async function beginPart(packId: string, part: number, revision: string): Promise<void> {
  await transact(database(), async (tx) => {
    await tx.execute(sql`update pdf_pack
      set revisions[${part}::integer] = ${revision}, sent[${part}::integer] = false where id = ${packId}`)
    await tx.execute(sql`update pdf_pack_file
      set state = 'waiting', bytes = null, crc32 = null, sha256 = null, code = null, reason = null
      where pack_id = ${packId} and part = ${part} and state <> 'waiting'`)
  })
}

/** Notes that the last byte of a part was taken. */
export async function noteSent(packId: string, part: number): Promise<void> {
  await database().execute(sql`update pdf_pack set sent[${part}::integer] = true where id = ${packId}`)
}

/** Notes that a file is there whole, before its first byte is sent. */
export async function noteWhole(place: FilePlace, { bytes, crc32, sha256 }: FileMarks): Promise<void> {
  await note(place, sql`state = 'whole', bytes = ${bytes}, crc32 = ${crc32}, sha256 = ${sha256}`)
}

/** Notes that a file is missing, and why. */
export async function noteMissing(
  place: FilePlace,
  { code, reason }: { code: string; reason: string },
): Promise<void> {
  await note(place, sql`state = 'missing', code = ${code}, reason = ${reason}`)
}

async function note({ packId, part, position }: FilePlace, values: ReturnType<typeof sql>): Promise<void> {
  const { rowCount } = await database().execute(sql`update pdf_pack_file set ${values}
    where pack_id = ${packId} and part = ${part} and position = ${position}`)
  if (rowCount !== 1) throw new Error('The pack was forgotten or changed while a part of it was sent')
}

/** Moves the missing files of a pack to a further part, to be tried again. */
export async function moveMissing(packId: string): Promise<void> {
  await transact(database(), async (tx) => {
    const [pack] = await rows<{ parts: number }>(
      tx,
      sql`select cardinality(revisions) as parts from pdf_pack where id = ${packId} for update`,
    )
    if (!pack) throw notFound('pack')
    const moved = await tx.execute(sql`update pdf_pack_file
      set part = ${pack.parts + 1}, state = 'waiting', code = null, reason = null
      where pack_id = ${packId} and state = 'missing'`)
    if (moved.rowCount === 0) return
    await tx.execute(sql`update pdf_pack set revisions = revisions || array['']::text[],
      sent = sent || array[false] where id = ${packId}`)
  })
}
