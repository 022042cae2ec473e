import 'server-only'
import type { ZipEntry } from '#lib/server/export/zip.ts'
import { HELD_BYTES, type PackFile, packFiles } from './pack-files.ts'
import { packPaths } from './pack-names.ts'
import { type PartLine, partRegister } from './pack-register.ts'
import { Manifest } from './pack-report.ts'
import { noteMissing, noteWhole, type StoredFile, type StoredPack } from './pack-state.ts'
import type { pdfOpener } from './pdf.ts'
import type { InvoiceRow } from './query.ts'
import type { FileMarks } from './spool.ts'

/** A part of a pack. `row` is null for an invoice that the viewer may not see any more. */
export type PartContents = {
  pack: StoredPack
  part: number
  files: readonly { file: StoredFile; row: InvoiceRow | null }[]
  /** How many files of the ZIP the reader has whole. */
  filesHeld: number
}
export type PartTally = { invoices: number; files: number; missing: number }

const LEFT = {
  code: 'not_in_scope',
  reason: 'The invoice is no longer there, or no longer in your funding sources.',
}
const ZEROS = Buffer.alloc(HELD_BYTES)

/**
 * Yields the files of a part. For those that the reader has there is a stand-in, without a call of the source; the
 * bytes of stand-ins must be left out. Each outcome is stored before its file is sent.
 */
export async function* partEntries(
  { pack, part, files, filesHeld }: PartContents,
  tally: PartTally,
  open: ReturnType<typeof pdfOpener>,
  signal: AbortSignal,
): AsyncGenerator<ZipEntry> {
  const pathOf = packPaths()
  const kept = heldFiles(files, filesHeld)
  const asked = files.filter(({ file, row }) => row && !kept.has(file))
  const fetched = packFiles(
    asked.map(({ file }) => file.invoiceId),
    open,
    signal,
  )
  const manifest = new Manifest()
  const lines: PartLine[] = []
  for (const { file, row } of files) {
    const name = row && pathOf(row)
    const line: PartLine = { invoiceId: file.invoiceId, row, name, bytes: 0, missing: null }
    lines.push(line)
    const place = { packId: pack.id, part, position: file.position }
    const isKept = kept.has(file)
    const found = isKept ? held(file) : name === null ? missing(LEFT) : await nextOf(fetched)
    if (found.kind === 'missing') {
      line.missing = { code: found.code, reason: found.reason }
      tally.missing += 1
      if (!isKept) await noteMissing(place, line.missing)
      continue
    }
    line.bytes = found.marks.bytes
    tally.files += 1
    if (!isKept) await noteWhole(place, found.marks)
    if (name === null) throw new Error('A file outside the scope was held')
    manifest.add(name, found.marks.sha256)
    yield { name, ...found.data, ...(isKept && { crc32: found.marks.crc32 }) }
  }
  const register = await partRegister(pack, part, lines)
  manifest.addBytes('register.xlsx', register)
  yield { name: 'register.xlsx', bytes: register }
  yield { name: 'SHA256SUMS', bytes: manifest.toBuffer() }
}

/** Returns the files up to the last one that the reader has; those missing among them stay missing. */
function heldFiles(files: PartContents['files'], filesHeld: number): ReadonlySet<StoredFile> {
  const kept = new Set<StoredFile>()
  let whole = 0
  for (const { file } of files) {
    if (whole === filesHeld || file.state === 'waiting') break
    if (file.state === 'whole') whole += 1
    kept.add(file)
  }
  return kept
}

async function nextOf(files: AsyncGenerator<PackFile>): Promise<PackFile> {
  const { value } = await files.next()
  if (!value) throw new Error('more invoices than files')
  return value
}

function missing(why: { code: string; reason: string }): PackFile {
  return { kind: 'missing', ...why }
}

/** Returns the stored outcome of a file; a whole one has zeros for its bytes. */
function held(file: StoredFile): PackFile {
  if (file.state === 'missing') return missing(file)
  if (file.state === 'waiting') throw new Error('A file without an outcome was held')
  const { bytes, crc32, sha256 } = file
  const data = bytes <= HELD_BYTES ? { bytes: ZEROS.subarray(0, bytes) } : { chunks: zeros(bytes) }
  return { kind: 'whole', data, marks: { bytes, crc32, sha256 } satisfies FileMarks }
}

async function* zeros(bytes: number): AsyncGenerator<Uint8Array> {
  for (let left = bytes; left > 0; left -= HELD_BYTES) yield ZEROS.subarray(0, Math.min(left, HELD_BYTES))
}
