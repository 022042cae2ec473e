import type { Source } from '#lib/sources.ts'

/** The sources that keep a PDF for an invoice; payment links have none. */
export const PDF_SOURCES = ['hello-tractor', 'client-invoices'] as const satisfies readonly Source[]
export type PdfSource = (typeof PDF_SOURCES)[number]

/** Invoices of one pack: those chosen one by one, or all that filters match. */
export const MAX_PACK_IDS = 500
export const MAX_PACK_MATCHES = 2_000

/** True if the source keeps PDFs of its invoices. */
export function hasPdfs(source: Source): source is PdfSource {
  return PDF_SOURCES.some((one) => one === source)
}

/** What a pack holds, as its last line says it: the ZIP's comment. */
export function packComment(counts: { files: number; invoices: number }): string {
  return `${counts.files} of ${counts.invoices} files`
}
