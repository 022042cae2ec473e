import { z } from 'zod'
import { currencyTotalSchema, decimalSchema, instantSchema, listSchema } from '#lib/schema.ts'

/**
 * What happened to a row: it is new, its values changed, the source no longer lists it, the source lists it again,
 * or it left the reader's funding sources.
 */
export const CHANGE_KINDS = ['new', 'changed', 'gone', 'back', 'left'] as const

const changeTotalSchema = currencyTotalSchema.pick({ currency: true, count: true }).extend({
  before: decimalSchema.describe('Sum of the known amounts at `since`; of unknown currency: 0'),
  now: decimalSchema,
  difference: decimalSchema.describe('`now` − `before`'),
})

/**
 * Returns the schema of one row that changed.
 * @param state the schema of the row's values
 */
export function changeSchema<State extends z.ZodObject>(state: State) {
  return z.object({
    id: z.string(),
    kind: z.enum(CHANGE_KINDS),
    before: state.nullable().describe('As Furrow had it at `since`; null if it was not listed'),
    now: state.nullable().describe('As Furrow has it now; null if it is gone, or has left'),
    recordedAt: instantSchema.describe('When Furrow stored the last change'),
  })
}

/**
 * Returns the schema of the rows of a list that differ from what Furrow had at an instant.
 * @param change the schema of one of them
 */
export function changesSchema<Change extends z.ZodType>(change: Change) {
  return listSchema(change)
    .omit({ totals: true })
    .extend({
      totals: z.array(changeTotalSchema).describe('Of all changes, one entry a currency'),
      since: instantSchema.nullable().describe('The instant compared with; null while there is no history'),
      earliest: instantSchema.nullable().describe('Since when Furrow keeps changes; null: not yet'),
      previousVisitAt: instantSchema
        .nullable()
        .describe(
          'When your previous visit ended, for `since`: a visit ends with half an hour without a request. Null: there was none',
        ),
      previousReportAt: instantSchema
        .nullable()
        .describe(
          'When you handed out your last report of an earlier day, for `since`. Null: there was none',
        ),
    })
}

export type RowChange<State> = {
  id: string
  kind: (typeof CHANGE_KINDS)[number]
  before: State | null
  now: State | null
  recordedAt: string
}
/** What the answers about all lists have in common. */
export type RowChanges<State> = Omit<z.infer<ReturnType<typeof changesSchema<z.ZodNever>>>, 'rows'> & {
  rows: RowChange<State>[]
}
