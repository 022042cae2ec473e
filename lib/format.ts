import { type Day, timeOfDay } from './calendar-date.ts'
import { withCurrencyDigits } from './currency-digits.ts'
import type { Conventions, LocaleRules } from './locale.ts'
import type { Decimal } from './money.ts'
import { visibleText } from './visible-text.ts'
import { zonedClock, zoneLabel } from './zone.ts'

/** Shown for every unknown value. */
export const UNKNOWN = '—'

export const THIN_GAP = '\u00a0'
export const MINUS = '\u2212'

/**
 * Creates the printers for numbers, money, days, instants and lists in one reader's conventions. Pure: the same
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
      share === null
        ? UNKNOWN
        : `${rules.signMark}${decimal(signed((share * 100).toFixed(1)))}${rules.percentGap}%`,
    /** A day, e.g. 19 May 2026. */
    day,
    /** A day with its weekday, e.g. Tue 19 May 2026. */
    weekday: (value: Day) =>
      fill(rules.days.weekday, {
        weekday: rules.weekdays[new Date(timeOfDay(value)).getUTCDay()],
        day: day(value),
      }),
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
    /** Texts as a list, e.g. "a, b, c"; empty for no texts. */
    list: (texts: readonly string[]) =>
      texts.map((text, at) => listJoint(at, texts.length, rules) + text).join(''),
    /** What stands before item `at` of a list of `count` drawn items; empty before the first. */
    listJoint: (at: number, count: number) => listJoint(at, count, rules),
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
  return `${isNegative ? rules.signMark + MINUS : ''}${whole}${decimals === undefined ? '' : rules.decimal + decimals}`
}

function groupDigits(digits: string, rules: Conventions): string {
  const [lowest, above] = rules.grouping
  const groups = [digits.slice(-lowest)]
  for (let rest = digits.slice(0, -lowest); rest !== ''; rest = rest.slice(0, -above)) {
    groups.unshift(rest.slice(-above))
  }
  return groups.join(rules.group)
}

function printDay(value: Day, rules: LocaleRules, hasYear: boolean): string {
  const [year, , date] = value.split('-')
  return fill(hasYear ? rules.days.full : rules.days.short, {
    day: String(Number(date)),
    month: monthOf(value, rules),
    year,
  })
}

function monthOf(value: Day, rules: LocaleRules): string | undefined {
  return rules.months[Number(value.slice(5, 7)) - 1]
}

function printRange(from: Day | null, to: Day | null, rules: LocaleRules): string {
  if (from === null && to === null) return UNKNOWN
  if (from === null) return fill(rules.days.until, { day: printDay(to ?? '', rules, true) })
  if (to === null) return fill(rules.days.from, { day: printDay(from, rules, true) })
  if (from === to) return printDay(from, rules, true)
  if (from.slice(0, 7) !== to.slice(0, 7)) {
    const isOneYear = from.slice(0, 4) === to.slice(0, 4)
    return `${printDay(from, rules, !isOneYear)} – ${printDay(to, rules, true)}`
  }
  return fill(rules.days.inMonth, {
    from: String(Number(from.slice(8))),
    to: String(Number(to.slice(8))),
    month: monthOf(to, rules),
    year: to.slice(0, 4),
  })
}

/** Puts values into the slots of a shape of the rules, e.g. `{day} {month}`. */
export function fill(shape: string, values: Readonly<Record<string, string | undefined>>): string {
  return shape.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '')
}

function listJoint(at: number, count: number, rules: LocaleRules): string {
  const [pair, second, middle, last] = rules.list
  if (at === 0) return ''
  if (count === 2) return pair
  if (at === count - 1) return last
  return at === 1 ? second : middle
}
