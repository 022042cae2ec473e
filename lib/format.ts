import { type Day, timeOfDay } from './calendar-date.ts'
import { withCurrencyDigits } from './currency-digits.ts'
import type { LocaleRules } from './locale.ts'
import type { Decimal } from './money.ts'
import { visibleText } from './visible-text.ts'
import { zonedClock, zoneLabel } from './zone.ts'

/** Shown for every unknown value. */
export const UNKNOWN = '—'

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
export const THIN_GAP = '\u00a0'
export const MINUS = '\u2212'

/**
 * Creates the printers for numbers, money, days and instants in one reader's conventions. Pure: the same
 * rules and input give the same text on the server and in the browser. Amounts stay exact decimal strings and
 * never pass through a float.
 */
export function createFormat(rules: LocaleRules, timeZone: string) {
  const decimal = (amount: Decimal) => groupDecimal(amount, rules)
  const count = (value: number) => groupDecimal(String(value), rules)
  const clock = (instant: string) => zonedClock(instant, timeZone)
  const zone = (instant: string) => zoneLabel(instant, timeZone)
  const day = (value: Day, hasYear = true) => printDay(value, rules, hasYear)
  const instantDay = (instant: string, hasYear = true) => day(clock(instant).day, hasYear)

  return {
    rules,
    timeZone,
    /** A whole number with group separators, e.g. 41,260. */
    count,
    /** An exact amount without its currency code, e.g. 125,000.00: all decimals, padded to the currency's. */
    amount: (amount: Decimal, currency: string | null) => decimal(withCurrencyDigits(amount, currency)),
    /** An exact amount after its currency code, e.g. NGN 125,000.00; without a code only the amount. */
    money: (amount: Decimal, currency: string | null) =>
      withCode(decimal(withCurrencyDigits(amount, currency)), currency),
    /** A share of one as a percentage with one decimal, e.g. 0.918 is 91.8%; null is unknown. */
    percent: (share: number | null) =>
      share === null ? UNKNOWN : `${decimal(signed((share * 100).toFixed(1)))}${rules.percentGap}%`,
    /** A day, e.g. 19 May 2026. */
    day,
    /** A day with its weekday, e.g. Tue 19 May 2026. */
    weekday: (value: Day) => `${WEEKDAYS[new Date(timeOfDay(value)).getUTCDay()]} ${day(value)}`,
    /**
     * A range of days in its shortest clear form, e.g. 19 – 25 May 2026. An open end is written out in words.
     */
    dayRange: (from: Day | null, to: Day | null) => printRange(from, to, rules),
    /** An instant with its zone, e.g. 19 May 2026, 08:02 WAT. */
    instant: (instant: string) => `${instantDay(instant)}, ${clock(instant).time} ${zone(instant)}`,
    /** The day of an instant in the business time zone, e.g. 19 May 2026. */
    instantDay,
    /** The interval between two reads in which something happened, e.g. 20 May 2026, 06:00 – 06:02 WAT. */
    instantRange: (from: string, to: string) => {
      const [start, end] = [clock(from), clock(to)]
      const left = `${instantDay(from)}, ${start.time}`
      const right = start.day === end.day ? end.time : `${instantDay(to)}, ${end.time}`
      return left === `${instantDay(to)}, ${end.time}`
        ? `${left} ${zone(to)}`
        : `${left} – ${right} ${zone(to)}`
    },
  }
}
export type Format = ReturnType<typeof createFormat>

/**
 * Puts a printed amount after its currency code, with hidden characters of the code made visible; null gives
 * only the amount.
 */
export function withCode(text: string, currency: string | null): string {
  return currency === null ? text : `${visibleText(currency)}${THIN_GAP}${text}`
}

function signed(text: string): string {
  return /^-0(\.0+)?$/.test(text) ? text.slice(1) : text
}

/** Prints a decimal with the reader's group separators and decimal sign, e.g. 125,000.00. */
export function groupDecimal(amount: Decimal, rules: LocaleRules): string {
  const isNegative = amount.startsWith('-')
  const [integer = '0', decimals] = amount.replace('-', '').split('.')
  const whole = integer.length < rules.groupFrom ? integer : groupDigits(integer, rules)
  return `${isNegative ? MINUS : ''}${whole}${decimals === undefined ? '' : rules.decimal + decimals}`
}

function groupDigits(digits: string, rules: LocaleRules): string {
  const [lowest, above] = rules.grouping
  const groups = [digits.slice(-lowest)]
  for (let rest = digits.slice(0, -lowest); rest !== ''; rest = rest.slice(0, -above)) {
    groups.unshift(rest.slice(-above))
  }
  return groups.join(rules.group)
}

function printDay(day: Day, rules: LocaleRules, hasYear: boolean): string {
  const [year = '', month = '', date = ''] = day.split('-')
  const dayMonth = dayAndMonth(Number(date), Number(month), rules)
  if (!hasYear) return dayMonth
  return rules.isMonthFirst ? `${dayMonth}, ${year}` : `${dayMonth} ${year}`
}

function dayAndMonth(date: number, month: number, rules: LocaleRules): string {
  const name = MONTHS[month - 1] ?? ''
  return rules.isMonthFirst ? `${name} ${date}` : `${date} ${name}`
}

function printRange(from: Day | null, to: Day | null, rules: LocaleRules): string {
  if (from === null && to === null) return UNKNOWN
  if (from === null) return `until ${printDay(to ?? '', rules, true)}`
  if (to === null) return `from ${printDay(from, rules, true)}`
  if (from === to) return printDay(from, rules, true)
  if (from.slice(0, 4) !== to.slice(0, 4))
    return `${printDay(from, rules, true)} – ${printDay(to, rules, true)}`
  if (from.slice(0, 7) !== to.slice(0, 7))
    return `${printDay(from, rules, false)} – ${printDay(to, rules, true)}`
  const [first, last] = [Number(from.slice(8)), Number(to.slice(8))]
  const month = MONTHS[Number(to.slice(5, 7)) - 1]
  const year = to.slice(0, 4)
  return rules.isMonthFirst ? `${month} ${first} – ${last}, ${year}` : `${first} – ${last} ${month} ${year}`
}
