import 'server-only'
import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { dayInZone } from '#lib/calendar-date.ts'
import type { CollectionFilters } from '#lib/collections/filters.ts'
import { type AgedChange, type BilledWeek, type ReadWeek, triangleOf } from '#lib/collections/triangle.ts'
import type { CollectedByAge } from '#lib/collections/triangle-schema.ts'
import { env } from '#lib/server/config/env.ts'
import { type Executor, readSnapshot } from '#lib/server/db/client.ts'
import { instantText } from '#lib/server/db/instant-text.ts'
import { parsedRows } from '#lib/server/db/parsed-rows.ts'
import { historyBegan } from '#lib/server/lists/history-start.ts'
import { allOf, between } from '#lib/server/lists/predicates.ts'
import type { Viewer } from '#lib/server/viewer.ts'
import { weekEnd, weekStart } from '#lib/week.ts'
import { collectionFigures } from './figures.ts'
import { readMoment } from './moment.ts'
import {
  BILLING_PERIODS,
  collectionDates,
  type GroupSums,
  grouped,
  type Selected,
  scopeOf,
  splitByCurrency,
} from './sums.ts'
import { weeklySums } from './weekly.ts'

/**
 * Returns, for each whole billing week that touches the range, what was collected by each of its ages. A week counts
 * as Furrow had it at the end of the age; what was billed is what is known now.
 * @throws {RequestError} 400 as `asOfInstant`
 */
export async function collectedByAge(
  viewer: Viewer,
  asked: CollectionFilters,
  now = new Date(),
): Promise<CollectedByAge> {
  const filters = {
    ...asked,
    from: asked.from === null ? null : weekStart(asked.from),
    to: asked.to === null ? null : weekEnd(asked.to),
  }
  const { timeZone } = env()
  return readSnapshot(viewer, async ({ tx, version }) => {
    const { freshness, asOf, at, today } = await readMoment(tx, viewer, filters, {
      range: filters,
      dated: collectionDates(viewer, filters),
      now,
    })
    const { sums, withoutCurrency } = splitByCurrency(await weeklySums(tx, viewer, filters, at), filters)
    const weeks = grouped(sums).flatMap(toWeek).reverse()
    const reads = await readWeeks(tx, filters, timeZone)
    const began = await historyBegan(tx, BILLING_PERIODS[0])
    const firsts = reads.flatMap(({ firstOn }) => firstOn ?? []).sort()
    return {
      weeks: triangleOf({
        weeks,
        changes: await agedChanges(tx, viewer, filters),
        reads,
        today,
        historyOn: began === null ? null : dayInZone(new Date(began), timeZone),
        isPast: at !== null,
      }),
      today,
      observedFrom: firsts[0] ?? null,
      withoutCurrency,
      snapshot: version,
      freshness,
      asOf,
    }
  })
}

function toWeek(sums: GroupSums[]): BilledWeek[] {
  const [first] = sums
  if (!first?.group || first.currency === null) return []
  const { billed, collected, leftOut, byStatus } = collectionFigures(first.currency, sums, true, '0')
  const paid = byStatus.PAYMENT_COMPLETE?.count ?? 0
  return [{ week: first.group, currency: first.currency, billed, collected, paid, unknownAmounts: leftOut }]
}

const changeSchema = z.object({
  week: z.string(),
  currency: z.string().nullable(),
  sinceAge: z.int(),
  age: z.int(),
  count: z.int(),
  amount: z.string(),
  changes: z.int(),
})

/** Reads the changes of what was collected, by week, currency and ages. */
export function agedChanges(tx: Executor, viewer: Viewer, filters: Selected): Promise<AgedChange[]> {
  const where = allOf([scopeOf(viewer, filters), between(sql`week`, filters.from, filters.to)])
  return parsedRows(
    tx,
    sql`select week::text as week, currency, since_age as "sinceAge", age, sum(count)::int as count,
        sum(amount)::text as amount, sum(changes)::int as changes
      from collected_age where ${where} group by 1, 2, 3, 4`,
    changeSchema,
  )
}

const readSchema = z.object({ week: z.string(), first: z.string().nullable(), last: z.string().nullable() })

async function readWeeks(
  tx: Executor,
  { from, to }: Pick<Selected, 'from' | 'to'>,
  timeZone: string,
): Promise<ReadWeek[]> {
  const [{ source, resource }] = BILLING_PERIODS
  const found = await parsedRows(
    tx,
    sql`select from_day::text as week, ${instantText(sql`first_complete_at`)} as first,
        ${instantText(sql`last_complete_at`)} as last
      from sync_window where source = ${source} and resource = ${resource}
        and ${between(sql`from_day`, from, to) ?? sql`true`}`,
    readSchema,
  )
  const dayOf = (instant: string | null) => (instant === null ? null : dayInZone(new Date(instant), timeZone))
  return found.map(({ week, first, last }) => ({ week, firstOn: dayOf(first), lastOn: dayOf(last) }))
}
