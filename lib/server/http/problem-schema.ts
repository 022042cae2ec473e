import 'server-only'
import { z } from 'zod'
import type { Problem } from '#lib/errors.ts'

/** An RFC 9457 problem, as every route returns it. */
export const problemSchema: z.ZodType<Problem> = z.object({
  type: z.string().describe('urn:furrow:problem:<code>'),
  title: z.string(),
  status: z.int(),
  code: z.string().describe('Stable: programs can rely on it'),
  detail: z.string().describe('For people'),
  requestId: z.string(),
  retryable: z.boolean(),
  param: z.string().optional().describe('The parameter at fault'),
  errors: z
    .array(z.object({ param: z.string(), detail: z.string() }))
    .optional()
    .describe('Every fault found in the request'),
  asOf: z.iso.datetime().optional(),
})
