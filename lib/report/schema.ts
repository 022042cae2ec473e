import { z } from 'zod'
import { instantSchema } from '#lib/schema.ts'

/** When a person handed out reports. */
export const reportMarkSchema = z.object({
  handedOutAt: instantSchema.nullable().describe('When the report of this day was handed out last'),
  previousAt: instantSchema.nullable().describe('When the last report of an earlier day was handed out'),
})
export type ReportMark = z.infer<typeof reportMarkSchema>
