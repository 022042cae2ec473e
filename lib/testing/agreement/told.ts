import 'server-only'
import type { Figures } from '#lib/collections/schema.ts'
import { unitsOf } from '#lib/testing/money/sums.ts'

/** What one response says about a set of rows, as texts that are equal when two responses agree. */
export type Told = {
  /** Name of the read. */
  name: string
  /** The version of the mirror that was read. */
  snapshot: string
  /** Count and sum of each currency. */
  figures: string
  /** Each row with the fields behind the sums; null if the response has no rows or not all of them. */
  rows: string | null
}

type Row = { id: string; currency: string | null; amount: string | null; status: string | null }
type Total = { currency: string | null; count: number; amount: string | null }

/** Formats counts and sums, one line per currency. Amounts without a currency are not summed. */
export function figuresOf(totals: readonly Total[]): string {
  const sums = new Map<string, { count: number; units: bigint }>()
  for (const { currency, count, amount } of totals) {
    const sum = sums.get(currency ?? '') ?? { count: 0, units: 0n }
    sum.count += count
    const units = currency === null ? 0n : unitsOf(amount ?? '0')
    if (units === null) throw new Error(`${amount} is no amount`)
    sum.units += units
    sums.set(currency ?? '', sum)
  }
  const lines = [...sums].filter(([, { count }]) => count > 0)
  return lines
    .map(([currency, { count, units }]) => `${currency} ${count} ${units}`)
    .sort()
    .join('\n')
}

/** Computes counts and sums from rows. */
export function figuresOfRows(rows: readonly Row[]): string {
  return figuresOf(rows.map(({ currency, amount }) => ({ currency, count: 1, amount: amount ?? '0' })))
}

/** Computes counts and sums from collection figures, for the given statuses or (empty) for all. */
export function figuresOfGroups(groups: readonly Figures[], statuses: readonly string[]): string {
  return figuresOf(
    groups.flatMap(({ currency, byStatus }) =>
      Object.entries(byStatus)
        .filter(([status]) => statuses.length === 0 || statuses.includes(status))
        .map(([, { count, amount }]) => ({ currency, count, amount })),
    ),
  )
}

/** Formats rows as sorted lines, so that the order of a list does not matter. */
export function rowsText(rows: readonly Row[]): string {
  return rows
    .map(({ id, currency, amount, status }) => [id, currency ?? '', amount ?? '', status ?? ''].join(' '))
    .sort()
    .join('\n')
}
