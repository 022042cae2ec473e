import 'server-only'
import { addDays, type Day } from '#lib/calendar-date.ts'
import { at } from '#lib/sandbox/dataset/random.ts'
import { type Amount, amountAt } from './amounts.ts'

/** Number of rows of each list, and of the weeks they cover. The last week is that of `MONEY_NOW`. */
export type MoneyScale = { periods: number; invoices: number; links: number; weeks: number }

export const MONEY_NOW = new Date('2026-11-21T12:00:00Z')
const LAST_MONDAY: Day = '2026-11-16'
const CURRENCIES = ['NGN', 'KES', 'UGX']
const FUNDING_SOURCES = ['AGRI-1', 'AGRI-2', 'AGRI-3', 'AGRI-4']
const STATUSES = [
  'PAYMENT_COMPLETE',
  'PAYMENT_FAILED',
  'PENDING',
  'SENT_TO_PAYMENT_SERVICE',
  'DRAFT',
  'WRITTEN_OFF',
]
/** Payment links have no currency of their own; this one is configured for all of them. */
export const LINK_CURRENCY = 'AUD'

export type MoneyRow = {
  index: number
  day: Day
  week: Day
  currency: string
  fundingSource: string
  status: string
  amount: Amount
  /** `usd_total` of an invoice, or the paid amount of a payment link. */
  second: Amount | null
}
export type MoneyList = 'periods' | 'invoices' | 'links'

/**
 * Rows of a million amounts, generated from their number, so that nothing has to be stored for comparison.
 */
export type MoneyDataset = {
  scale: MoneyScale
  firstDay: Day
  weeks: readonly Day[]
  row: (list: MoneyList, index: number) => MoneyRow
  /** Returns the numbers of the rows in a range of days, in day order; all rows without bounds. */
  numbers: (list: MoneyList, from: Day | null, to: Day | null) => number[]
  /** Number of amounts in the dataset. */
  amounts: number
}

/**
 * Weekdays with rows. Hello Tractor's invoices are requested for more than a week, so none is placed where
 * two weeks overlap.
 */
const WEEKDAYS: Record<MoneyList, readonly number[]> = {
  periods: [0, 1, 2, 3, 4, 5, 6],
  invoices: [2, 3, 4, 5],
  links: [0, 1, 2, 3, 4, 5],
}

/** Creates a dataset of the given size; the same size always gives the same rows. */
export function moneyDataset(scale: MoneyScale): MoneyDataset {
  const firstDay = addDays(LAST_MONDAY, -7 * (scale.weeks - 1))
  const weeks = Array.from({ length: scale.weeks }, (_, week) => addDays(firstDay, 7 * week))
  const daysOf = (list: MoneyList) =>
    weeks.flatMap((week) => WEEKDAYS[list].map((weekday) => ({ week, day: addDays(week, weekday) })))
  const days = { periods: daysOf('periods'), invoices: daysOf('invoices'), links: daysOf('links') }
  const first = { periods: 0, invoices: scale.periods, links: scale.periods + 2 * scale.invoices }
  return {
    scale,
    firstDay,
    weeks,
    amounts: scale.periods + 2 * scale.invoices + 2 * scale.links,
    row: (list, index) => {
      const turn = Math.floor(index / days[list].length)
      const number = first[list] + (list === 'periods' ? index : 2 * index)
      return {
        index,
        ...at(days[list], index),
        currency: list === 'links' ? LINK_CURRENCY : at(CURRENCIES, turn),
        fundingSource: at(FUNDING_SOURCES, Math.floor(turn / CURRENCIES.length)),
        status: at(STATUSES, Math.floor(turn / 2)),
        amount: amountAt(number),
        second: list === 'periods' ? null : amountAt(number + 1),
      }
    },
    numbers: (list, from, to) =>
      days[list].flatMap(({ day }, place) => {
        if ((from !== null && day < from) || (to !== null && day > to)) return []
        const count = Math.max(0, Math.ceil((scale[list] - place) / days[list].length))
        return Array.from({ length: count }, (_, turn) => place + turn * days[list].length)
      }),
  }
}
