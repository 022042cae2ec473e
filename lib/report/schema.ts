import { z } from 'zod'
import { instantSchema } from '#lib/schema.ts'

/** When a person handed out reports. */
export const reportMarkSchema = z.object({
  handedOutAt: instantSchema.nullable().describe('When the first report of this day was handed out'),
  previousAt: instantSchema.nullable().describe('When the report of the last earlier day was handed out'),
})
export type ReportMark = z.infer<typeof reportMarkSchema>

export const handOutBodySchema = z.object({
  printed_at: instantSchema
    .nullable()
    .describe('When the report was printed, so that later changes are in the next one; null: now'),
})
