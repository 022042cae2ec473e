import 'server-only'
import { createHash, randomUUID } from 'node:crypto'
import { notFound, RequestError } from '#lib/errors.ts'
import { packComment } from '#lib/invoices/pack.ts'
import { auditedAnswer, toldFilters } from '#lib/server/audit/audited.ts'
import { zipFrom, zipped } from '#lib/server/export/zip.ts'
import { releasingStream } from '#lib/server/http/releasing-stream.ts'
import { requireLive } from '#lib/server/live/read-live.ts'
import type { Viewer } from '#lib/server/viewer.ts'
import { readVisibleInvoices } from './pack-contents.ts'
import type { PartStart } from './pack-part-body.ts'
import { type PartContents, type PartTally, partEntries } from './pack-part-entries.ts'
import { acquirePackSlot } from './pack-slot.ts'
import { beginPart, noteSent, readFiles, readStoredPack, type StoredPack } from './pack-state.ts'
import { pdfOpener } from './pdf.ts'

type AskedPart = { id: string; part: number; requestId?: string | undefined; signal: AbortSignal }

/**
 * Streams a part of a pack as one ZIP: the PDFs in folders by funding source and week, a register, and a manifest of
 * checksums. `continued` sends only the bytes behind those that the caller has, which together are the ZIP; no file
 * that the caller has is asked of the source again.
 * @throws {RequestError} 404 for a pack or part that the viewer does not have; 409 `pack_changed` if the part can only
 * be downloaded from its start; otherwise as `invoicePdfPack`
 */
export async function pdfPackPart(
  viewer: Viewer,
  { continued }: PartStart,
  { id, part, requestId, signal }: AskedPart,
): Promise<Response> {
  const { source, revisions } = await readStoredPack(viewer, id)
  if (revisions[part - 1] === undefined) throw notFound('part')
  const open = pdfOpener(viewer, source)
  await requireLive(viewer, source)
  const release = await acquirePackSlot(viewer)
  try {
    const { revision, contents } = await startPart(viewer, { id, part, continued })
    const stop = new AbortController()
    const tally: PartTally = { invoices: contents.files.length, files: 0, missing: 0 }
    const entries = partEntries(contents, tally, open, AbortSignal.any([signal, stop.signal]))
    const zip = zipped(entries, {
      mtime: new Date(contents.pack.createdAt),
      comment: () => packComment(tally),
    })
    const chunks = thenNoted(zipFrom(zip, continued?.bytes ?? 0), () => noteSent(id, part))
    const body = releasingStream(chunks, async () => {
      stop.abort()
      await release()
    })
    const told = {
      actor: viewer,
      action: 'invoice_pdf.pack',
      subject: `source:${source}`,
      requestId,
    } as const
    const details = { ...detailsOf(contents), ...(continued && { after: continued.files }) }
    return await auditedAnswer(partResponse(body, contents, revision), { ...told, details }, tally)
  } catch (error) {
    await release()
    throw error
  }
}

type Started = { revision: string; contents: PartContents }

/** Reads the part anew in the viewer's scope, and starts it from its first byte if it is not continued. */
async function startPart(
  viewer: Viewer,
  { id, part, continued }: PartStart & { id: string; part: number },
): Promise<Started> {
  const pack = await readStoredPack(viewer, id)
  const before = await readFiles(id, part)
  const ids = before.map(({ invoiceId }) => invoiceId)
  const { found } = await readVisibleInvoices(viewer, pack.source, ids)
  const rows = ids.map((one) => found.get(one) ?? null)
  const contents = { pack, part, filesHeld: continued?.files ?? 0 }
  // Names, register and what is in scope follow from the rows: with others, the sent bytes fit no more.
  const print = createHash('sha256').update(JSON.stringify(rows)).digest('hex')
  if (continued) {
    const { revision } = continued
    if (revision !== pack.revisions[part - 1] || !revision.endsWith(print)) throw changed()
    return { revision, contents: { ...contents, files: pairs(before, rows) } }
  }
  const revision = `${randomUUID()}.${print}`
  await beginPart(id, part, revision)
  return { revision, contents: { ...contents, files: pairs(await readFiles(id, part), rows) } }
}

function pairs<First, Second>(files: readonly First[], rows: readonly Second[]) {
  return files.map((file, at) => ({ file, row: rows[at] ?? null }))
}

/** Passes chunks on and calls `note` when the last one was taken, not when the reader leaves before. */
async function* thenNoted(
  chunks: AsyncIterable<Uint8Array>,
  note: () => Promise<void>,
): AsyncGenerator<Uint8Array> {
  yield* chunks
  await note()
}

function changed(): RequestError {
  const detail = 'This part has changed since its download began. Download it again from its start.'
  return new RequestError(409, 'pack_changed', detail)
}

function detailsOf({ pack, part, files }: PartContents) {
  return {
    ...toldFilters(new URLSearchParams(pack.filters)),
    ...(pack.isChosen && { firstIds: files.slice(0, 20).map(({ file }) => file.invoiceId) }),
    pack: pack.id,
    part,
    parts: pack.revisions.length,
    invoices: files.length,
  }
}

function partResponse(body: ReadableStream<Uint8Array>, { pack, part }: PartContents, revision: string) {
  return new Response(body, {
    headers: {
      'content-type': 'application/zip',
      'content-disposition': `attachment; filename="${fileNameOf(pack, part)}"`,
      'cache-control': 'private, no-store',
      etag: `"${revision}"`,
    },
  })
}

function fileNameOf({ source, createdAt, revisions }: StoredPack, part: number): string {
  const of = revisions.length === 1 ? '' : `-part-${part}-of-${revisions.length}`
  return `invoice-pdfs-${source}-${createdAt.slice(0, 10)}${of}.zip`
}
