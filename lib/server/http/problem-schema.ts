import 'server-only'
import { z } from 'zod'
import type { Problem } from '#lib/errors.ts'

/** An RFC 9457 problem, as every route returns it. */
export const problemSchema: z.ZodType<Problem> = z.object({
  type: z.string().meta({ description: 'urn:furrow:problem:<code>' }),
  title: z.string(),
  status: z.int(),
  code: z.string().meta({ description: 'Stable: programs can rely on it' }),
  detail: z.string().meta({ description: 'For people' }),
  requestId: z.string(),
  retryable: z.boolean(),
  param: z.string().optional().meta({ description: 'The parameter at fault' }),
  errors: z
    .array(z.object({ param: z.string(), detail: z.string() }))
    .optional()
    .meta({ description: 'Every fault found in the request' }),
  asOf: z.iso.datetime().optional(),
})
