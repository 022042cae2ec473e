import { z } from 'zod'

// Why a window is not complete, or why its rows may lack their funding source. `sync_window` stores these
// codes with their values, and reason-words.ts words them for people. Nothing reads a wording back.

const filter = z.enum(['currency', 'funding_source'])
const rows = z.number().describe('Number of rows')

const countFaults = [
  z.object({ code: z.literal('miscounted'), counted: z.number(), listed: z.number() }),
  z.object({ code: z.literal('shifting') }),
  z.object({ code: z.literal('repeated'), repeated: z.number(), listed: z.number() }),
] as const

const partFaultSchema = z.discriminatedUnion('code', [
  ...countFaults,
  z.object({ code: z.literal('no_id'), rows }),
  z.object({ code: z.literal('unsteady') }),
])

export const windowReasonSchema = z.discriminatedUnion('code', [
  ...countFaults,
  z.object({ code: z.literal('no_id'), rows }),
  z.object({ code: z.literal('part'), filter, value: z.string(), fault: partFaultSchema }),
  z.object({ code: z.literal('refused'), filter, value: z.string() }),
  z.object({
    code: z.literal('broken_off'),
    filter,
    rows,
    error: z.string().optional().describe('Absent where a former release stored it'),
    message: z.string(),
  }),
  z.object({ code: z.literal('reconfigured') }),
  z.object({ code: z.literal('failed'), error: z.string(), message: z.string() }),
  z.object({ code: z.literal('filter_ignored'), filter, value: z.string() }),
  z.object({ code: z.literal('contradicted'), filter, values: z.tuple([z.string(), z.string()]) }),
  z.object({ code: z.literal('changing'), rows }),
  z.object({ code: z.literal('doubled'), rows }),
  z
    .object({ code: z.literal('former'), text: z.string() })
    .describe('As a former release worded it, where the wording could not be read as a code'),
])

/** Why days of a list are missing: the reasons of a window, or what else keeps them from being complete. */
export const rangeReasonSchema = z.discriminatedUnion('code', [
  ...windowReasonSchema.options,
  z.object({ code: z.literal('unread') }).describe('Nothing of the source was read yet'),
  z.object({ code: z.literal('before'), day: z.string() }).describe('Furrow mirrors from this day on'),
  z.object({ code: z.literal('unmatched') }),
  z.object({ code: z.literal('unreadable_dates'), rows }),
  z.object({ code: z.literal('unsaid'), state: z.enum(['never_read', 'partial', 'failed']) }),
])
export type RangeReason = z.infer<typeof rangeReasonSchema>

/** One reason with its values. `failed` and `broken_off` carry the message of the error that caused them. */
export type WindowReason = z.infer<typeof windowReasonSchema>

/** Why a walk is not known to have listed every row. */
export type CountFault = z.infer<(typeof countFaults)[number]>

/** Why the rows of one value of a filter are not known. */
export type PartFault = z.infer<typeof partFaultSchema>

/** The reasons as a window stores them; null stands for none. */
export const reasonsSchema = z.array(windowReasonSchema)

/**
 * Reads the reasons that a window stores; null stands for none.
 * @throws {z.ZodError} for a code that this release does not know
 */
export function readReasons(stored: unknown): WindowReason[] {
  return stored === null ? [] : reasonsSchema.parse(stored)
}
