import type { Source } from '#lib/sources.ts'

/** The sources that have invoice PDFs; payment links have none. */
export const PDF_SOURCES = ['hello-tractor', 'client-invoices'] as const satisfies readonly Source[]
export type PdfSource = (typeof PDF_SOURCES)[number]

/** Most invoices in one pack: chosen one by one, or matched by filters (next constant). */
export const MAX_PACK_IDS = 500
export const MAX_PACK_MATCHES = 2_000

/** True if the source has PDFs of its invoices. */
export function hasPdfs(source: Source): source is PdfSource {
  return PDF_SOURCES.some((one) => one === source)
}

/**
 * Builds the ZIP comment of a pack. As the last bytes of the file, the comment proves that the pack is whole.
 */
export function packComment(counts: { files: number; invoices: number }): string {
  return `${counts.files} of ${counts.invoices} files`
}
