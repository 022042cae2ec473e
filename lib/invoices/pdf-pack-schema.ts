import { z } from 'zod'
import { instantSchema } from '#lib/schema.ts'
import { PDF_SOURCES } from './pack.ts'

const count = z.int().nonnegative()

/** A part of a pack: a ZIP of up to 2,000 files. */
export const packPartSchema = z.object({
  part: z.int().positive(),
  files: count.describe('Invoices of this part'),
  whole: count.describe('Files that the source gave'),
  missing: count.describe('Files that the source did not give'),
  isSent: z.boolean().describe('Whether its last download was sent to its end'),
})

export const missingFileSchema = z.object({
  id: z.string(),
  number: z.string().nullable(),
  customer: z.string().nullable(),
  part: z.int().positive(),
  code: z.string(),
  reason: z.string(),
})

/** A set of invoices whose PDFs its viewer downloads in parts. */
export const pdfPackSchema = z.object({
  id: z.string(),
  source: z.enum(PDF_SOURCES),
  filters: z.string().describe('The filters as a query; empty if the invoices were named by id, or for all'),
  isChosen: z.boolean().describe('True if the invoices were named by id'),
  createdAt: instantSchema,
  expiresAt: instantSchema.describe('After this the pack is forgotten'),
  files: count,
  parts: z.array(packPartSchema),
  missing: z.array(missingFileSchema).describe('At most 200 of the missing files'),
})
export type PdfPack = z.infer<typeof pdfPackSchema>

export const pdfPacksSchema = z.object({ packs: z.array(pdfPackSchema.omit({ missing: true })) })
export type PdfPacks = z.infer<typeof pdfPacksSchema>
