import type { CsvCell } from '#lib/csv.ts'
import { collectionRate, type Decimal, sumMoney } from '#lib/money.ts'
import { NO_CURRENCY_CHOICE } from '#lib/no-choices.ts'
import { AGES, type Age, endDaysOfAges, unpaidHref } from './age.ts'
import type { Unpaid, UnpaidByAge } from './age-schema.ts'
import type { PeriodsHref } from './chart.ts'
import type { CollectionsPlan } from './collections.ts'

/** The title of the file, in English like its columns. */
export const AGE_FILE_TITLE = 'Unpaid by age'

/**
 * Returns the number of unpaid periods without a currency that the table has no column for: those of a chosen
 * currency.
 */
export function leftOutOfAges({ ages, withoutCurrency }: UnpaidByAge): number {
  return ages.some(({ currency }) => currency === null) ? 0 : withoutCurrency
}

/** What the file says of them, in English; null if there are none. */
export function leftOutNote(answer: UnpaidByAge): string | null {
  const count = leftOutOfAges(answer)
  if (count === 0) return null
  return count === 1 ? '1 unpaid period without a currency' : `${count} unpaid periods without a currency`
}

/** The unpaid periods of one age, or of all, in one currency. */
export type UnpaidCell = Omit<Unpaid, 'age'> & {
  /** Parts of the outstanding amount, from 0 to 1; null where credits or an amount of 0 leave no share. */
  failedShare: number | null
  inFlightShare: number | null
  /** The list of exactly these periods. */
  href: PeriodsHref
}
/** A line of the table: an age, or null for the total of all ages. Every currency of the table has a cell. */
export type UnpaidLine = { age: Age | null; cells: readonly UnpaidCell[] }

type Plan = Pick<CollectionsPlan, 'range' | 'fundingSources' | 'currencyOrder' | 'asOf'>

/**
 * Arranges outstanding amounts as one line per age and one column per currency, unknown last, and adds the total.
 * Without an unpaid period there are no columns.
 */
export function unpaidTable(
  answer: UnpaidByAge,
  plan: Plan,
): { currencies: readonly (string | null)[]; lines: readonly UnpaidLine[] } {
  const found = new Set(answer.ages.map(({ currency }) => currency))
  const place = (currency: string | null) => {
    const at = currency === null ? -1 : plan.currencyOrder.indexOf(currency)
    return currency === null ? Number.POSITIVE_INFINITY : at < 0 ? plan.currencyOrder.length : at
  }
  const currencies = [...found].sort((a, b) => place(a) - place(b))
  const lines = [...AGES, null].map((age) => ({
    age,
    cells: currencies.map((currency) => {
      const own = answer.ages.filter((one) => one.currency === currency && (age === null || one.age === age))
      return cellOf(own, { age, currency, plan, today: answer.today })
    }),
  }))
  return { currencies, lines }
}

type Place = { age: Age | null; currency: string | null; plan: Plan; today: string }

function cellOf(own: readonly Unpaid[], { age, currency, plan, today }: Place): UnpaidCell {
  const sum = (name: 'outstanding' | 'failed' | 'inFlight') => sumMoney(own.map((one) => one[name]))
  const count = (name: 'count' | 'unknownAmounts') => own.reduce((all, one) => all + one[name], 0)
  const [outstanding, failed, inFlight] = [sum('outstanding'), sum('failed'), sum('inFlight')]
  return {
    currency,
    count: count('count'),
    unknownAmounts: count('unknownAmounts'),
    outstanding,
    failed,
    inFlight,
    failedShare: partOf(failed, outstanding),
    inFlightShare: partOf(inFlight, outstanding),
    href: unpaidHref(age, currency ?? NO_CURRENCY_CHOICE, plan, today),
  }
}

function partOf(part: Decimal, whole: Decimal): number | null {
  const share = collectionRate(part, whole)
  return share !== null && share >= 0 && share <= 1 ? share : null
}

/** Converts the table to CSV rows, a line per age and currency without the totals; unknown amounts are empty. */
export function unpaidCsvRows(answer: UnpaidByAge, plan: Plan): CsvCell[][] {
  const header = ['from', 'to', 'age', 'end_from', 'end_to', 'currency', 'periods', 'outstanding']
  const parts = ['failed', 'in_flight', 'failed_share', 'in_flight_share', 'unknown_amounts']
  const { lines } = unpaidTable(answer, plan)
  const days = endDaysOfAges(answer.today)
  const rows = lines.flatMap(({ age, cells }) => {
    if (age === null) return []
    const { from, to } = age === 'no_end' ? { from: null, to: null } : days[age]
    return cells.map((cell) => {
      const amounts = [cell.outstanding, cell.failed, cell.inFlight, cell.failedShare, cell.inFlightShare]
      const known = cell.currency === null ? amounts.map(() => null) : amounts
      const named = [plan.range.from, plan.range.to, age, from, to, cell.currency, cell.count]
      return [...named, ...known, cell.unknownAmounts]
    })
  })
  return [[...header, ...parts], ...rows]
}
