import { jsonQuery } from '#lib/api/json-query.ts'
import type { PdfPacks } from './pdf-pack-schema.ts'

// Apart from the queries and addresses of lists, which every first view loads.

const PACKS = '/api/invoices/pdf-packs'

/** Addresses of packs of PDFs in Furrow's own API. */
export const packAddresses = {
  packs: PACKS,
  pack: (id: string) => `${PACKS}/${id}`,
  part: (id: string, part: number) => `${PACKS}/${id}/parts/${part}`,
  retry: (id: string) => `${PACKS}/${id}/retry`,
}

/** The packs of PDFs that the viewer can continue. */
export const openPacksQuery = jsonQuery<PdfPacks>(['pdf-packs'], `${PACKS}/open`)
