import 'server-only'
import { packComment } from '#lib/invoices/pack.ts'
import { auditedAnswer, toldFilters } from '#lib/server/audit/audited.ts'
import { type ZipEntry, zipped } from '#lib/server/export/zip.ts'
import { releasingStream } from '#lib/server/http/releasing-stream.ts'
import { requireLive } from '#lib/server/live/read-live.ts'
import type { Viewer } from '#lib/server/viewer.ts'
import type { PackBody } from './pack-body.ts'
import { type PackContents, readPackContents } from './pack-contents.ts'
import { type PackFile, packFiles } from './pack-files.ts'
import { packNames } from './pack-names.ts'
import { closingFiles, Manifest, type PackLine } from './pack-report.ts'
import { acquirePackSlot } from './pack-slot.ts'
import { pdfOpener } from './pdf.ts'

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
  const releaseSlot = await acquirePackSlot(viewer)
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
    line.bytes = file.marks.bytes
    manifest.add(line.name, file.marks.sha256)
    yield { name: line.name, ...file.data }
    tally.files += 1
  }
  yield* closingFiles(contents, lines, manifest, createdAt.toISOString())
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
