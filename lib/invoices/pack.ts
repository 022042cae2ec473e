import type { Source } from '#lib/sources.ts'

/** The sources that have invoice PDFs; payment links have none. */
export const PDF_SOURCES = ['hello-tractor', 'client-invoices'] as const satisfies readonly Source[]
export type PdfSource = (typeof PDF_SOURCES)[number]

/** Most invoices that are chosen one by one. */
export const MAX_PACK_IDS = 500
/** Most invoices that filters match, for one ZIP. */
export const MAX_PACK_MATCHES = 2_000
/** Files of one part of a pack, and of all its parts. */
export const PART_FILES = 2_000
export const MAX_PACK_FILES = 100_000
/** How long a pack can be continued. */
export const PACK_DAYS = 7

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
