import { z } from 'zod'
import { daySchema, decimalSchema } from '#lib/schema.ts'
import { FIND_PLACES } from './places.ts'

/** What a text finds in one place. */
const foundSchema = z.object({
  place: z.enum(FIND_PLACES),
  count: z.int().describe('How many were found; at most 200 are counted'),
  isMore: z.boolean().describe('True: there are more than `count`'),
  rows: z
    .array(
      z.object({
        id: z.string(),
        name: z.string().describe('Number or name; of a row without one its id'),
        text: z
          .string()
          .nullable()
          .describe('Customer, account or title of an invoice; else the funding source'),
        day: daySchema.nullable().describe('Start of a billing period, day of issue of an invoice'),
        amount: decimalSchema.nullable(),
        currency: z.string().nullable(),
      }),
    )
    .describe(
      'At most 5: what is exactly the text first, then names that begin with it, then the latest. Beyond 200 matches only some are compared',
    ),
})

/** What a text finds in every place; places without a match are left out. */
export const findSchema = z.object({ found: z.array(foundSchema), snapshot: z.string() })
export type Finds = z.infer<typeof findSchema>
export type Found = Finds['found'][number]
