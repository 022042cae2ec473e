import 'server-only'
import { withCurrencyDigits } from '#lib/currency-digits.ts'
import { RequestError } from '#lib/errors.ts'
import { NOTE_COLUMN } from '#lib/notes/columns.ts'
import { env } from '#lib/server/config/env.ts'
import { wordsIn } from '#lib/server/words/words.ts'
import { FALLBACK_LANGUAGE } from '#lib/words/languages.ts'
import { zonedClock } from '#lib/zone.ts'
import type { ReportStyle } from './format.ts'
import type { PeopleStyle, Report, ReportColumn } from './report.ts'

/** Which columns of a report stand for each column of the screen. */
export type ScreenColumns = Readonly<Record<string, readonly ReportColumn[]>>

/**
 * Returns the columns of a file for people: those that the screen shows, in its order, with times in the business time
 * zone, which the headings name. An amount has its currency before it.
 * @throws RequestError 400 that names `columns` for a name that the list lacks
 */
export function peopleColumns(screen: ScreenColumns, { columns, format }: ReportStyle): ReportColumn[] {
  const names = columns?.split(',') ?? Object.keys(screen).filter((name) => name !== NOTE_COLUMN)
  const chosen = names.flatMap((name) => {
    const found = Object.hasOwn(screen, name) ? screen[name] : undefined
    if (found) return found
    const detail = `has no ${name}: one of ${Object.keys(screen).join(', ')}`
    throw new RequestError(400, 'invalid_parameter', `columns: ${detail}`, {
      errors: [{ param: 'columns', detail }],
    })
  })
  const unique = chosen.filter((one, at) => chosen.findIndex(({ name }) => name === one.name) === at)
  const { timeZone } = env()
  return unique.map((column) => {
    if (column.kind !== 'instant') return column
    const derive = (instant: string) => {
      const { day, time } = zonedClock(instant, timeZone)
      return format === 'xlsx' ? `${day}T${time}:00Z` : `${day} ${time}`
    }
    return { ...column, name: `${column.name} (${timeZone})`, derive }
  })
}

/** Returns how a file is written for people; undefined for one of data. */
export function peopleStyle({
  audience,
  language = FALLBACK_LANGUAGE,
}: ReportStyle): PeopleStyle | undefined {
  return audience === 'people' ? { t: wordsIn(language, 'files'), timeZone: env().timeZone } : undefined
}

/**
 * Returns the lines below the rows of a file for people, one for each currency: its name and number of rows, and the
 * sum in the column of amounts. None if the file has no such column.
 */
export function totalRows(report: Report): (string | null)[][] {
  const { people, columns, totals, freshness } = report
  if (!people) return []
  const { t } = people
  const isPartial = freshness.some(({ complete }) => !complete)
  const at = (field: string) => columns.findIndex((column) => column.field === field)
  const [currencyAt, amountAt] = [at('currency'), at('amount')]
  // Where amounts are not shown, e.g. of a source without amounts, there is nothing to add up.
  if (amountAt === -1) return []
  const beside = columns.findIndex((_, index) => index !== currencyAt && index !== amountAt)
  const labelAt = beside === -1 ? currencyAt : beside
  return totals.map(({ currency, count, amount, unknownAmounts }) => {
    const values = { currency: currency ?? t('no-currency'), count, unknown: unknownAmounts }
    const label = isPartial ? t('total-so-far', values) : t('total', values)
    return columns.map((_, index) => {
      if (index === labelAt) return label
      if (index === currencyAt) return currency
      return index === amountAt && amount !== null ? withCurrencyDigits(amount, currency) : null
    })
  })
}

/** Filters whose values say nothing in a file's name: ids, and what the name says anyway. */
const LEFT_OUT = ['sort', 'source', 'note_owner']

/** Returns a file name that says list and filters: at most 60 letters and digits of their values. */
export function peopleFileName(name: string, filters: URLSearchParams): string {
  const values = [...filters].flatMap(([key, value]) => (LEFT_OUT.includes(key) ? [] : value))
  const slug = values
    .join(' ')
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9.]+/g, '-')
    .slice(0, 60)
    .replace(/^[-.]+|[-.]+$/g, '')
  return slug === '' ? name : `${name}-${slug}`
}
