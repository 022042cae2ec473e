import 'server-only'
import type { PdfPack, PdfPacks } from '#lib/invoices/pdf-pack-schema.ts'
import type { Viewer } from '#lib/server/viewer.ts'
import type { PackBody } from './pack-body.ts'
import { readPackSet, readVisibleInvoices } from './pack-contents.ts'
import {
  moveMissing,
  readMissing,
  readParts,
  readStoredPack,
  readStoredPacks,
  type StoredPack,
  type StoredPart,
  storePack,
} from './pack-state.ts'

const MOST_MISSING_SHOWN = 200

/**
 * Stores which invoices a pack holds, to be downloaded in parts. Nothing is asked of the source.
 * @throws {RequestError} as `readPackSet`
 */
export async function createPdfPack(viewer: Viewer, body: PackBody): Promise<PdfPack> {
  const id = await storePack(viewer, await readPackSet(viewer, body))
  return pdfPack(viewer, id)
}

/**
 * Returns a pack of the viewer: its parts, and which files are missing and why.
 * @throws {RequestError} 404 for one that is unknown, over or somebody else's
 */
export async function pdfPack(viewer: Viewer, id: string): Promise<PdfPack> {
  const pack = await readStoredPack(viewer, id)
  const [parts, missing] = await Promise.all([readParts([id]), readMissing(id, MOST_MISSING_SHOWN)])
  const ids = missing.map(({ invoiceId }) => invoiceId)
  const { found } = await readVisibleInvoices(viewer, pack.source, ids)
  return {
    ...described(pack, parts.get(id)),
    missing: missing.map(({ invoiceId, ...outcome }) => {
      const row = found.get(invoiceId)
      return { id: invoiceId, number: row?.number ?? null, customer: row?.customer ?? null, ...outcome }
    }),
  }
}

/** Returns the packs that the viewer can continue, the latest first. */
export async function pdfPacks(viewer: Viewer): Promise<PdfPacks> {
  const packs = await readStoredPacks(viewer)
  const parts = await readParts(packs.map(({ id }) => id))
  return { packs: packs.map((pack) => described(pack, parts.get(pack.id))) }
}

/**
 * Moves the missing files of a pack to a further part. Without missing files nothing changes.
 * @throws {RequestError} 404 for a pack that the viewer does not have
 */
export async function retryPdfPack(viewer: Viewer, id: string): Promise<PdfPack> {
  await readStoredPack(viewer, id)
  await moveMissing(id)
  return pdfPack(viewer, id)
}

function described(
  { id, source, filters, isChosen, createdAt, expiresAt, sent }: StoredPack,
  parts: readonly StoredPart[] = [],
): Omit<PdfPack, 'missing'> {
  return {
    ...{ id, source, filters, isChosen, createdAt, expiresAt },
    files: parts.reduce((sum, { files }) => sum + files, 0),
    parts: parts.map(({ part, files, whole, missing }) => {
      return { part, files, whole, missing, isSent: sent[part - 1] ?? false }
    }),
  }
}
