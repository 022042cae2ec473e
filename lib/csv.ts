/** Text that a spreadsheet would run as a formula, in plain and full width. */
const FORMULA_START = /^[\s\p{Cc}]*[=+\-@\uff1d\uff0b\uff0d\uff20]/u
const PLAIN_NUMBER = /^-?\d+(\.\d+)?$/

/** A place within a text where a spreadsheet that separates by another mark would find such a formula at a cell's start. */
const FORMULA_INSIDE = /([,;\t|\r\n])(?=(?:(?![\t\r\n])[\s\p{Cc}"'])*[=+\-@\uff1d\uff0b\uff0d\uff20])/gu
/** What some spreadsheet takes for the end of a cell: the list separators of the world's languages among them. */
const SEPARATES = /[",;\t|\r\n]/

export type CsvCell = string | number | null
type CsvRow = readonly CsvCell[]

/** A file of rows: `csvLines` after a byte order mark, so that spreadsheets read UTF-8. */
export function toCsv(rows: readonly CsvRow[]): string {
  return `\ufeff${csvLines(rows)}`
}

/**
 * Writes rows as lines of RFC 4180 CSV, each with its end. Null is an empty cell. Text that a spreadsheet could take for
 * a formula gets an apostrophe before it, also inside a text behind a comma, semicolon, tab, bar or line break, at which a
 * spreadsheet of another language may split; plain numbers, negative ones too, stay numbers.
 */
export function csvLines(rows: readonly CsvRow[]): string {
  let text = ''
  for (const row of rows) {
    for (const [at, cell] of row.entries()) text += at === 0 ? csvCell(cell) : `,${csvCell(cell)}`
    text += '\r\n'
  }
  return text
}

/** Text as a spreadsheet takes it for text: what it could run as a formula gets a leading apostrophe. */
export function inertText(text: string): string {
  return FORMULA_START.test(text) && !PLAIN_NUMBER.test(text) ? `'${text}` : text
}

function csvCell(value: CsvCell): string {
  if (value === null) return ''
  const text = String(value)
  const safe = SEPARATES.test(text) ? inertText(text).replace(FORMULA_INSIDE, "$1'") : inertText(text)
  return SEPARATES.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
