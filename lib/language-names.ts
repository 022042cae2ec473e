import type { LanguageNames } from './locale.ts'

const namesByLanguage = new Map<string, LanguageNames>()

/**
 * Returns how a language names months and weekdays and joins lists, read from this runtime's tables once per
 * language. Names belong to the Gregorian calendar.
 * @param language BCP 47 tag of one of Furrow's languages; a tag from a request would let the cache grow
 * without bound
 */
export function namesIn(language: string): LanguageNames {
  const known = namesByLanguage.get(language) ?? readNames(language)
  namesByLanguage.set(language, known)
  return known
}

/** The year 2023 began on a Sunday. */
const MONTHS = Array.from({ length: 12 }, (_, month) => Date.UTC(2023, month, 1))
const WEEK = Array.from({ length: 7 }, (_, day) => Date.UTC(2023, 0, 1 + day))

function readNames(language: string): LanguageNames {
  const print = (times: readonly number[], options: Intl.DateTimeFormatOptions) => {
    const printer = printerOf(language, options)
    return times.map((time) => printer.format(time))
  }
  const weekdays = print(WEEK, { weekday: 'short' })
  return {
    months: shortMonths(language),
    longMonths: print(MONTHS, { month: 'long' }),
    weekdays,
    longWeekdays: print(WEEK, { weekday: 'long' }),
    weekdayLetters: firstTwoLetters(weekdays) ?? print(WEEK, { weekday: 'narrow' }),
    list: listJoints(language),
  }
}

function printerOf(language: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(language, {
    ...options,
    calendar: 'gregory',
    numberingSystem: 'latn',
    timeZone: 'UTC',
  })
}

/** As written beside a day, unless the language writes a number there, as Portuguese of Portugal does. */
function shortMonths(language: string): string[] {
  const beside = printerOf(language, { day: 'numeric', month: 'short', year: 'numeric' })
  const alone = printerOf(language, { month: 'short' })
  return MONTHS.map((time) => {
    const name = beside.formatToParts(time).find(({ type }) => type === 'month')?.value ?? ''
    return /\p{L}/u.test(name) ? name : alone.format(time)
  })
}

/** Two letters are read with less doubt than one, where they differ for all weekdays: Mo, Tu, We. */
function firstTwoLetters(weekdays: readonly string[]): string[] | null {
  const letters = weekdays.map((name) => name.slice(0, 2))
  return new Set(letters).size === weekdays.length ? letters : null
}

/** English joins a list of equal things by commas alone ("unit"), not by "and". */
function listJoints(language: string): LanguageNames['list'] {
  const printer = new Intl.ListFormat(language, { type: 'unit', style: 'short' })
  const between = (...items: string[]) =>
    printer
      .formatToParts(items)
      .filter(({ type }) => type === 'literal')
      .map(({ value }) => value)
  const [pair = ', '] = between('a', 'b')
  const [second = ', ', middle = ', ', last = ', '] = between('a', 'b', 'c', 'd')
  return [pair, second, middle, last]
}
