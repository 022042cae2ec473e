import 'server-only'
import type { Day } from '#lib/calendar-date.ts'
import { PLACES } from './amounts.ts'
import type { MoneyDataset, MoneyList, MoneyRow } from './dataset.ts'

/** The sum of a set of rows, in units of the last of `PLACES` decimals. */
export type Sum = { units: bigint; count: number; unknown: number }
type Key = Pick<MoneyRow, 'week' | 'currency' | 'fundingSource' | 'status'>

/** Computes the true sums of a dataset with BigInt only; each set of rows is summed from the finest groups. */
export function moneySums(dataset: MoneyDataset) {
  const finest = new Map<string, { list: MoneyList; key: Key; sum: Sum }>()
  for (const list of ['periods', 'invoices', 'links'] as const) {
    for (let index = 0; index < dataset.scale[list]; index += 1) {
      const row = dataset.row(list, index)
      const name = [list, row.week, row.currency, row.fundingSource, row.status].join(' ')
      const entry = finest.get(name) ?? { list, key: row, sum: { units: 0n, count: 0, unknown: 0 } }
      finest.set(name, entry)
      add(entry.sum, { units: row.amount.units, count: 1, unknown: row.amount.exact === null ? 1 : 0 })
    }
  }
  return {
    of: (list: MoneyList, only: Partial<Key> & { from?: Day } = {}): Sum => {
      const { from, ...fields } = only
      const total: Sum = { units: 0n, count: 0, unknown: 0 }
      for (const { list: own, key, sum } of finest.values()) {
        const isAsked = Object.entries(fields).every(([name, value]) => key[name as keyof Key] === value)
        if (own === list && isAsked && (from === undefined || key.week >= from)) add(total, sum)
      }
      return total
    },
    /** Returns the distinct values of a field of a list. */
    values: (list: MoneyList, field: keyof Key): string[] => {
      const own = [...finest.values()].filter((entry) => entry.list === list)
      return [...new Set(own.map(({ key }) => key[field]))]
    },
  }
}
export type MoneySums = ReturnType<typeof moneySums>

function add(to: Sum, sum: Sum): void {
  to.units += sum.units
  to.count += sum.count
  to.unknown += sum.unknown
}

/**
 * Converts a decimal text to units of the last of `PLACES` decimals; null for anything but a plain decimal
 * within that many places.
 */
export function unitsOf(text: string | null | undefined): bigint | null {
  const match = /^(-?\d+)(?:\.(\d+))?$/.exec(text ?? '')
  const [, integer = '', decimals = ''] = match ?? []
  return match && decimals.length <= PLACES ? BigInt(integer + decimals.padEnd(PLACES, '0')) : null
}
