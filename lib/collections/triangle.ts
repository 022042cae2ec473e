import { addDays, type Day } from '#lib/calendar-date.ts'
import { collectionRate, compareMoney, type Decimal, sumMoney } from '#lib/money.ts'
import { weekEnd } from '#lib/week.ts'
import type { AgeCell, CollectedWeek } from './triangle-schema.ts'
import { ageOnDay, MOST_AGE } from './week-age.ts'

/** A billing week as it is now, or as of the asked instant. */
export type BilledWeek = {
  week: Day
  currency: string
  billed: Decimal
  collected: Decimal
  /** Billing periods that are paid. */
  paid: number
  /** Billing periods without a readable amount, drafts not among them. */
  unknownAmounts: number
}

/** A change of what was collected, between two ages of a week. */
export type AgedChange = {
  week: Day
  currency: string | null
  sinceAge: number
  age: number
  count: number
  amount: Decimal
  changes: number
}

/** When a week was first and last read completely, as days in the business time zone; null: never. */
export type ReadWeek = { week: Day; firstOn: Day | null; lastOn: Day | null }

type TriangleParts = {
  weeks: readonly BilledWeek[]
  changes: readonly AgedChange[]
  reads: readonly ReadWeek[]
  /** The day by which the weeks are as old as they are. */
  today: Day
  /** The first day at whose end lists can be asked for; null: none. */
  historyOn: Day | null
  /** True if the answer is as of an earlier instant: when weeks had last been read then is not kept. */
  isPast: boolean
}

/** Returns each week with a cell for each age that it has reached. */
export function triangleOf(parts: TriangleParts): CollectedWeek[] {
  const keyOf = (week: Day, currency: string | null) => `${week} ${currency}`
  const changes = Map.groupBy(parts.changes, (one) => keyOf(one.week, one.currency))
  const reads = new Map(parts.reads.map((read) => [read.week, read]))
  return parts.weeks.map((week) => {
    const own = changes.get(keyOf(week.week, week.currency)) ?? []
    const read = reads.get(week.week) ?? { week: week.week, firstOn: null, lastOn: null }
    const age = Math.min(MOST_AGE, ageOnDay(week.week, parts.today))
    const cells = Array.from({ length: Math.max(0, age + 1) }, (_, at) =>
      cellOf(at, { week, own, read, parts }),
    )
    return { ...week, cells }
  })
}

type Of = { week: BilledWeek; own: readonly AgedChange[]; read: ReadWeek; parts: TriangleParts }

function cellOf(age: number, { week, own, read, parts }: Of): AgeCell {
  const until = weekEnd(addDays(week.week, 7 * (age + 1)))
  const isRunning = age === ageOnDay(week.week, parts.today)
  const firstAge = read.firstOn === null ? Number.POSITIVE_INFINITY : ageOnDay(week.week, read.firstOn)
  const none = { collected: null, count: null, share: null, otherShare: null, asOf: null }
  if (age < firstAge) return { age, until, state: 'not_observed', ...none }
  const earlier = own.filter((change) => change.age <= age)
  const amount = isRunning ? week.collected : sumMoney(earlier.map((change) => change.amount))
  const known = {
    age,
    until,
    collected: amount,
    count: isRunning ? week.paid : earlier.reduce((sum, { count }) => sum + count, 0),
    share: shareOf(amount, week.billed),
    otherShare: null,
    asOf: isRunning || parts.historyOn === null || until < parts.historyOn ? null : until,
  }
  if (isRunning) return { ...known, state: 'running' }
  const across = own.filter((change) => change.sinceAge <= age && age < change.age && change.changes > 0)
  if (across.length > 0) {
    const other = sumMoney([amount, ...across.map((change) => change.amount)])
    return { ...known, state: 'uncertain', otherShare: shareOf(other, week.billed) }
  }
  const isRead = parts.isPast || (read.lastOn !== null && read.lastOn > until)
  return { ...known, state: isRead ? 'known' : 'not_read_since' }
}

/** Returns collected ÷ billed; null unless billed > 0 and 0 ≤ collected ≤ billed. */
function shareOf(collected: Decimal, billed: Decimal): number | null {
  if (compareMoney(billed, '0') <= 0 || compareMoney(collected, '0') < 0) return null
  return compareMoney(collected, billed) > 0 ? null : collectionRate(collected, billed)
}
