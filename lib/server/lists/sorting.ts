import 'server-only'
import { invalidParameter, RequestError } from '#lib/errors.ts'

/** Splits a sort such as `-start_date` into its field and direction. */
export function sortOrder<Field extends string>(
  sort: Field | `-${Field}`,
): { field: Field; isDescending: boolean } {
  const isDescending = sort.startsWith('-')
  // A validated sort is one of the fields, with or without the minus.
  return { field: (isDescending ? sort.slice(1) : sort) as Field, isDescending }
}

/**
 * Refuses an order that former versions lack.
 * @throws RequestError 400 that names `sort` if `asOf` is given
 */
export function refuseAsOf(asOf: string | null): void {
  if (asOf !== null)
    throw invalidParameter('sort', 'cannot be changed_at with as_of: when a row had last changed is not kept')
}

/**
 * Requires exactly one currency for sorting by amount, because amounts of different currencies have no order.
 * @throws RequestError 400 `sort_needs_currency` that names `sort`
 */
export function requireOneCurrency(currencies: readonly string[]): void {
  if (currencies.length === 1) return
  const detail = 'amounts can be put in order inside one currency only: choose exactly one currency'
  throw new RequestError(400, 'sort_needs_currency', `sort: ${detail}`, {
    errors: [{ param: 'sort', detail }],
  })
}
