import 'server-only'
import { createHash } from 'node:crypto'
import { RequestError } from '#lib/errors.ts'
import { packComment } from '#lib/invoices/pack.ts'
import { auditedAnswer, toldFilters } from '#lib/server/audit/audited.ts'
import { acquireViewerLock } from '#lib/server/auth/rate-limits.ts'
import { processWide } from '#lib/server/config/process-wide.ts'
import { type ZipEntry, zipped } from '#lib/server/export/zip.ts'
import { releasingStream } from '#lib/server/http/releasing-stream.ts'
import { requireLive } from '#lib/server/live/read-live.ts'
import type { Viewer } from '#lib/server/viewer.ts'
import type { PackBody } from './pack-body.ts'
import { type PackContents, readPackContents } from './pack-contents.ts'
import { type PackFile, packFiles } from './pack-files.ts'
import { packNames } from './pack-names.ts'
import { closingFiles, Manifest, type PackLine } from './pack-report.ts'
import { pdfOpener } from './pdf.ts'

/** Packs that one process makes at a time, because each buffers a few files. */
const MAX_OPEN = 4

const shared = processWide<number>('furrowOpenPacks')

type Tally = { invoices: number; files: number; missing: number }

/**
 * Streams the PDFs of many invoices as one ZIP, with a register, the missing files with their reasons, and a
 * manifest of checksums.
 * @throws {RequestError} as `readPackContents`; 409 or 503 if the source is paused or off; 429 while another
 * pack of the viewer is being made; 503 `busy` while this process makes four; 503 `audit_unavailable`
 */
export async function invoicePdfPack(
  viewer: Viewer,
  body: PackBody,
  { requestId, signal }: { requestId?: string; signal: AbortSignal },
): Promise<Response> {
  const contents = await readPackContents(viewer, body)
  const open = pdfOpener(viewer, contents.source)
  await requireLive(viewer, contents.source)
  const stop = new AbortController()
  const releaseSlot = await acquireSlot(viewer)
  const createdAt = new Date()
  const tally: Tally = { invoices: contents.invoices.length, files: 0, missing: 0 }
  const ids = contents.invoices.map(({ id }) => id)
  const files = packFiles(ids, open, AbortSignal.any([signal, stop.signal]))
  const entries = packEntries(contents, files, tally, createdAt)
  const chunks = zipped(entries, { mtime: createdAt, comment: () => packComment(tally) })
  const release = async () => {
    stop.abort()
    await releaseSlot()
  }
  const response = packResponse(releasingStream(chunks, release), contents, createdAt)
  const details = {
    ...toldFilters(contents.search),
    ...(contents.isChosen && { firstIds: ids.slice(0, 20) }),
    invoices: tally.invoices,
  }
  const subject = `source:${contents.source}`
  return auditedAnswer(
    response,
    { actor: viewer, action: 'invoice_pdf.pack', subject, details, requestId },
    tally,
  )
}

/**
 * Acquires the viewer's pack lock, then one of this process's slots, so that one viewer never holds two.
 * @returns a function that releases both
 */
async function acquireSlot(viewer: Viewer): Promise<() => Promise<void>> {
  const lock = await acquireViewerLock('pdf_pack', `${viewer.kind}:${viewer.id}`, 'pack of PDFs')
  const open = shared.value ?? 0
  if (open >= MAX_OPEN) {
    await lock.release()
    throw new RequestError(503, 'busy', 'Several packs are being made. Please try again in a moment.')
  }
  shared.value = open + 1
  return async () => {
    shared.value = (shared.value ?? 1) - 1
    await lock.release()
  }
}

async function* packEntries(
  contents: PackContents,
  files: AsyncIterable<PackFile>,
  tally: Tally,
  createdAt: Date,
): AsyncGenerator<ZipEntry> {
  const lines: PackLine[] = []
  const manifest = new Manifest()
  const nameOf = packNames()
  const invoices = contents.invoices[Symbol.iterator]()
  for await (const file of files) {
    const { value: row } = invoices.next()
    if (!row) throw new Error('more files than invoices')
    const line: PackLine = { row, name: nameOf(row), bytes: 0, missing: null }
    lines.push(line)
    if (file.kind === 'missing') {
      line.missing = { code: file.code, reason: file.reason }
      tally.missing += 1
      continue
    }
    if (file.kind === 'whole') {
      line.bytes = file.bytes.length
      manifest.add(line.name, file.bytes)
      yield { name: line.name, bytes: file.bytes }
    } else yield { name: line.name, chunks: counted(file.chunks, line, manifest) }
    tally.files += 1
  }
  yield* closingFiles(contents, lines, manifest, createdAt.toISOString())
}

/** Passes chunks through, and adds up the line's bytes and the checksum on the way. */
async function* counted(
  chunks: AsyncIterable<Uint8Array>,
  line: PackLine,
  manifest: Manifest,
): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256')
  for await (const chunk of chunks) {
    line.bytes += chunk.byteLength
    hash.update(chunk)
    yield chunk
  }
  manifest.note(line.name, hash.digest('hex'))
}

function packResponse(body: ReadableStream<Uint8Array>, { source }: PackContents, createdAt: Date): Response {
  const fileName = `invoice-pdfs-${source}-${createdAt.toISOString().slice(0, 10)}.zip`
  return new Response(body, {
    headers: {
      'content-type': 'application/zip',
      'content-disposition': `attachment; filename="${fileName}"`,
      'cache-control': 'private, no-store',
    },
  })
}
