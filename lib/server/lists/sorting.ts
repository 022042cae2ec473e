import 'server-only'
import { RequestError } from '#lib/errors.ts'

/** Splits a sort such as `-start_date` into its field and direction. */
export function sortOrder<Field extends string>(
  sort: Field | `-${Field}`,
): { field: Field; isDescending: boolean } {
  const isDescending = sort.startsWith('-')
  // The parameter is one of the fields, with or without the minus.
  return { field: (isDescending ? sort.slice(1) : sort) as Field, isDescending }
}

/** Amounts of different currencies have no order. Throws a 400 naming `sort`. */
export function requireOneCurrency(currencies: readonly string[]): void {
  if (currencies.length === 1) return
  const detail = 'amounts can be put in order inside one currency only: choose exactly one currency'
  throw new RequestError(400, 'sort_needs_currency', `sort: ${detail}`, [{ param: 'sort', detail }])
}
