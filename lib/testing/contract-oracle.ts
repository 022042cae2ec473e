import { addDays, type Day } from '#lib/calendar-date.ts'
import { sumMoney } from '#lib/money.ts'
import { weekStart } from '#lib/week.ts'

// The expected figures of contracts, computed from their periods in another way than the product's.

export type OraclePeriod = {
  contract: string | null
  currency: string | null
  fundingSource: string | null
  startDate: Day | null
  endDate: Day | null
  status: string | null
  amount: string | null
}

/** The figures of a contract as the product stores them; money as text without trailing zeros. */
export type OracleContract = {
  contract: string | null
  currency: string | null
  fundingSource: string | null
  periods: number
  drafts: number
  others: number
  unknownAmounts: number
  billed: string
  collected: string
  failed: string
  inFlight: string
  outstanding: string
  freshFailed: string
  unpaid: number
  unpaidUndated: number
  weeksBehind: number
  oldestUnpaid: Day | null
  firstBilled: Day | null
  lastBilled: Day | null
  lastPaid: Day | null
}

const IN_FLIGHT = ['PENDING', 'SENT_TO_PAYMENT_SERVICE']

/** Returns the contracts of these periods on a day, in no particular order. */
export function contractsOf(periods: readonly OraclePeriod[], today: Day): OracleContract[] {
  const groups = Map.groupBy(periods, (one) =>
    JSON.stringify([one.contract, one.currency, one.fundingSource]),
  )
  return [...groups.values()].map((own) => contractOf(own, today))
}

function contractOf(periods: readonly OraclePeriod[], today: Day): OracleContract {
  const [first] = periods
  if (first === undefined) throw new Error('A contract has at least one period')
  const { contract, currency, fundingSource } = first
  const known = ['PAYMENT_COMPLETE', 'PAYMENT_FAILED', ...IN_FLIGHT]
  const billed = periods.filter(({ status }) => known.includes(status ?? ''))
  const money = (chosen: readonly OraclePeriod[]) =>
    currency === null ? '0' : sumMoney(chosen.flatMap(({ amount }) => amount ?? []))
  const collected = billed.filter(({ status }) => status === 'PAYMENT_COMPLETE')
  const failed = billed.filter(({ status }) => status === 'PAYMENT_FAILED')
  const inFlight = billed.filter(({ status }) => IN_FLIGHT.includes(status ?? ''))
  const unpaid = [...failed, ...inFlight]
  const isOver = (one: OraclePeriod) => (endOf(one) ?? '9999-12-31') <= addDays(today, -7)
  const drafts = periods.filter(({ status }) => status === 'DRAFT').length
  return {
    contract,
    currency,
    fundingSource,
    periods: periods.length,
    drafts,
    others: periods.length - drafts - billed.length,
    unknownAmounts: billed.filter(({ amount }) => amount === null).length,
    billed: money(billed),
    collected: money(collected),
    failed: money(failed),
    inFlight: money(inFlight),
    outstanding: money(unpaid),
    freshFailed: money(failed.filter((one) => (endOf(one) ?? '') > addDays(today, -28))),
    unpaid: unpaid.filter(isOver).length,
    unpaidUndated: unpaid.filter((one) => endOf(one) === null).length,
    weeksBehind: weeksBehind(billed.filter(isOver)),
    oldestUnpaid: least(unpaid.filter(isOver).map(endOf)),
    firstBilled: least(billed.map(({ startDate }) => startDate)),
    lastBilled: greatest(billed.map(({ startDate }) => startDate)),
    lastPaid: greatest(collected.map(endOf)),
  }
}

function weeksBehind(over: readonly OraclePeriod[]): number {
  const weeks = Map.groupBy(over, (one) => weekStart(one.startDate ?? addDays(one.endDate ?? '', -6)))
  const latestFirst = [...weeks.keys()].sort().toReversed()
  let behind = 0
  for (const week of latestFirst) {
    if (weeks.get(week)?.every(({ status }) => status === 'PAYMENT_COMPLETE')) break
    behind += 1
  }
  return behind
}

function endOf({ startDate, endDate }: OraclePeriod): Day | null {
  return endDate ?? (startDate === null ? null : addDays(startDate, 6))
}

function sorted(days: readonly (Day | null)[]): Day[] {
  return days.filter((day) => day !== null).sort()
}

const least = (days: readonly (Day | null)[]) => sorted(days)[0] ?? null
const greatest = (days: readonly (Day | null)[]) => sorted(days).at(-1) ?? null
