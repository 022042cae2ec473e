import 'server-only'
import { withCurrencyDigits } from '#lib/currency-digits.ts'
import type { CellKind } from './report.ts'

/** Cell styles by their index in `cellXfs` of the styles part. */
export const STYLES = { text: 0, heading: 1, day: 2, instant: 3, longMoney: 4 } as const
/** The style of amounts without decimals; amounts with 1, 2, … decimals have the styles after it. */
export const FIRST_MONEY_STYLE = 5
/** A number cell holds at most 15 significant digits, so all further decimals are zeros. */
export const MOST_MONEY_DECIMALS = 15
/** The style of row counts, which follows those of amounts. */
export const COUNT_STYLE = FIRST_MONEY_STYLE + MOST_MONEY_DECIMALS + 1

const PLAIN_NUMBER = /^-?\d+(\.\d+)?$/
const EXACT_DIGITS = 15
const COUNT = /^\d{1,15}$/
/** A spreadsheet reports a file as damaged if a cell holds more. */
const MOST_CHARACTERS = 32_767
const DAY = /^\d{4}-\d\d-\d\d$/
const INSTANT = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/
/** Day 61. Before that day, spreadsheets count a 29 February 1900 that never existed. */
const FIRST_DAY = '1900-03-01'
const DAY_MS = 86_400_000
const UNIX_EPOCH_DAY = 25_569

/**
 * Characters that XML cannot hold or would change on reading, and text that looks like the escape of such a
 * character.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what XML 1.0 has no way to write
const UNWRITABLE = /[\u0000-\u0008\u000b-\u001f\ufffe\uffff]|_(?=x[\da-f]{4}_)/gi
const MARKUP = /[&<>]/g
const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }
// biome-ignore lint/suspicious/noControlCharactersInRegex: the same set
const NEEDS_CARE = /_x|[&<>\u0000-\u0008\u000b-\u001f\ufffe\uffff]/i
const NEEDS_SPACE = /^\s|\s$|[\n\t]| {2}/

/**
 * Returns one cell of a sheet as XML. Text is an inline string, which a spreadsheet never evaluates as a
 * formula. An amount is a number only if a spreadsheet keeps all its digits, a count if it is a whole number, and a day or instant (UTC) only
 * if a spreadsheet can count it. Any other value is text.
 * @param address such as `B7`
 * @param currency an amount's currency, whose usual number of decimals is shown unless the amount has more
 * @returns '' for null, because an unknown value is an empty cell
 */
export function cellXml(
  kind: CellKind,
  address: string,
  value: string | null,
  currency: string | null = null,
): string {
  if (value === null) return ''
  if (kind === 'money' && PLAIN_NUMBER.test(value)) {
    return isExact(value)
      ? numberCell(address, moneyStyle(value, currency), value)
      : textCell(address, STYLES.longMoney, value)
  }
  if (kind === 'count' && COUNT.test(value)) return numberCell(address, COUNT_STYLE, value)
  if (kind === 'day' && DAY.test(value) && value >= FIRST_DAY) {
    return numberCell(address, STYLES.day, serialOf(value))
  }
  if (kind === 'instant' && INSTANT.test(value) && value >= FIRST_DAY) {
    return numberCell(address, STYLES.instant, serialOf(value))
  }
  return textCell(address, STYLES.text, value)
}

function moneyStyle(amount: string, currency: string | null): number {
  const decimals = withCurrencyDigits(amount, currency).split('.')[1]?.length ?? 0
  return FIRST_MONEY_STYLE + Math.min(decimals, MOST_MONEY_DECIMALS)
}

/** Returns a cell with a whole number. */
export function countXml(address: string, count: number): string {
  return numberCell(address, COUNT_STYLE, String(count))
}

/** Returns a bold text cell. */
export function headingXml(address: string, text: string): string {
  return textCell(address, STYLES.heading, text)
}

/** Returns the letters of a column by its index from 0: A to Z, then AA. */
export function columnLetters(at: number): string {
  const last = String.fromCharCode(65 + (at % 26))
  return at < 26 ? last : columnLetters(Math.floor(at / 26) - 1) + last
}

/** Escapes text for the content of an XML element in a workbook. */
export function xmlText(text: string): string {
  if (!NEEDS_CARE.test(text)) return text
  return text
    .replace(UNWRITABLE, (char) => `_x${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`)
    .replace(MARKUP, (char) => ENTITIES[char] ?? char)
}

/** True if a spreadsheet, which keeps 15 significant digits, keeps this decimal exactly. */
function isExact(decimal: string): boolean {
  const ended = decimal.includes('.') ? decimal.replace(/0+$/, '') : decimal
  return ended.replace(/^-?0*|\./g, '').length <= EXACT_DIGITS
}

function serialOf(time: string): string {
  return String(Date.parse(time) / DAY_MS + UNIX_EPOCH_DAY)
}

function numberCell(address: string, style: number, value: string): string {
  return `<c r="${address}" s="${style}"><v>${value}</v></c>`
}

function textCell(address: string, style: number, value: string): string {
  const text =
    value.length > MOST_CHARACTERS ? `${value.slice(0, MOST_CHARACTERS - 1).toWellFormed()}…` : value
  const space = NEEDS_SPACE.test(text) ? ' xml:space="preserve"' : ''
  return `<c r="${address}" s="${style}" t="inlineStr"><is><t${space}>${xmlText(text)}</t></is></c>`
}
