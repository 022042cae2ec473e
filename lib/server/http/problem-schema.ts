import 'server-only'
import { z } from 'zod'
import type { Problem } from '#lib/errors.ts'

const values = z
  .record(z.string(), z.union([z.string(), z.number()]))
  .optional()
  .describe('What `detail` tells, by name: enough to word it from `code` in another language')

/** An RFC 9457 problem, as every route returns it. */
export const problemSchema: z.ZodType<Problem> = z.object({
  type: z.string().describe('urn:furrow:problem:<code>'),
  title: z.string(),
  status: z.int(),
  code: z.string().describe('Stable: programs can rely on it'),
  detail: z.string().describe('For people, in English'),
  values,
  requestId: z.string(),
  retryable: z.boolean(),
  param: z.string().optional().describe('The parameter at fault'),
  errors: z
    .array(
      z.object({
        param: z.string(),
        detail: z.string(),
        code: z.string().optional().describe('Stable, where a person can cause the fault in a form'),
        values,
      }),
    )
    .optional()
    .describe('Every fault found in the request'),
  asOf: z.iso.datetime().optional(),
})
