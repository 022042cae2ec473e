import 'server-only'
import { z } from 'zod'
import { MAX_PACK_IDS, PDF_SOURCES } from '#lib/invoices/pack.ts'
import { readName } from '#lib/search-params.ts'

const value = z.string()
const idSchema = z
  .string()
  .refine((text) => readName(text) !== null, 'must be an id of 1-200 characters as a list gives it')

/** Request body of a pack of PDFs: invoices of one source, named by id or by the filters of the list. */
export const packBodySchema = z
  .strictObject({
    source: z.enum(PDF_SOURCES, {
      error: `must be one of ${PDF_SOURCES.join(', ')}; other sources have no PDFs`,
    }),
    ids: z
      .array(idSchema, 'must be a list of ids')
      .min(1, 'give at least one id')
      .max(MAX_PACK_IDS, `give at most ${MAX_PACK_IDS} ids; more than that can be chosen by filters`)
      .optional()
      .describe('In the order that their files are to have; one given twice counts once'),
    filters: z
      .record(z.string(), z.union([value, z.array(value)]), 'must be the parameters of the list by name')
      .optional()
      .describe(
        'The parameters of GET /api/invoices, the source and paging left out, e.g. {"issued_from": "2026-03-01", "currency": ["NGN"]}; an empty object means all',
      ),
  })
  .refine(({ ids, filters }) => (ids === undefined) !== (filters === undefined), {
    path: ['ids'],
    error: 'give either ids or filters',
  })
export type PackBody = z.infer<typeof packBodySchema>
