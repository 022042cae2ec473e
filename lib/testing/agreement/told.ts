import 'server-only'
import type { Figures } from '#lib/collections/schema.ts'
import { unitsOf } from '#lib/testing/money/sums.ts'

/** What one answer says of a set of rows: each part as text, so that two answers agree where their texts are equal. */
export type Told = {
  /** Which answer it is. */
  name: string
  /** The version of the mirror it was read at. */
  snapshot: string
  /** Count and sum of each currency. */
  figures: string
  /** Each row with what it is added up by; null where the answer holds no rows, or not all of them. */
  rows: string | null
}

type Row = { id: string; currency: string | null; amount: string | null; status: string | null }
type Total = { currency: string | null; count: number; amount: string | null }

/** Counts and sums as they are told, one a currency. Without a currency no amount is a sum. */
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

/** Counts and sums of rows, added up here. */
export function figuresOfRows(rows: readonly Row[]): string {
  return figuresOf(rows.map(({ currency, amount }) => ({ currency, count: 1, amount: amount ?? '0' })))
}

/** Counts and sums of collection figures, of some statuses alone or (empty) of all. */
export function figuresOfGroups(groups: readonly Figures[], statuses: readonly string[]): string {
  return figuresOf(
    groups.flatMap(({ currency, byStatus }) =>
      Object.entries(byStatus)
        .filter(([status]) => statuses.length === 0 || statuses.includes(status))
        .map(([, { count, amount }]) => ({ currency, count, amount })),
    ),
  )
}

export function rowsText(rows: readonly Row[]): string {
  return rows
    .map(({ id, currency, amount, status }) => [id, currency ?? '', amount ?? '', status ?? ''].join(' '))
    .sort()
    .join('\n')
}
