import { readDay } from '#lib/calendar-date.ts'
import { currencyParam, nameParam, optional, type ParamValues } from '#lib/search-params.ts'

const INSTANT = /^(\d{4}-\d\d-\d\d)T\d\d:\d\d(:\d\d(\.\d{1,6})?)?Z$/

/** Reads an instant in UTC, or a day; null for anything else. */
export function readInstantOrDay(text: string): string | null {
  const day = INSTANT.exec(text)?.[1]
  if (day === undefined) return readDay(text)
  return readDay(day) === null || Number.isNaN(Date.parse(text)) ? null : text
}

/** Filters of the changes of billing periods. A change matches if the period did before it, or does now. */
export const periodChangeFilters = {
  since: optional(readInstantOrDay, 'a day as YYYY-MM-DD, or an instant in UTC such as 2026-11-24T08:00:00Z'),
  currency: currencyParam,
  funding_source: nameParam,
}
export type PeriodChangeFilters = ParamValues<typeof periodChangeFilters>
