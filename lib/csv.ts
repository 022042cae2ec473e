/** Text that a spreadsheet would run as a formula, in ASCII and full-width characters. */
const FORMULA_START = /^[\s\p{Cc}]*[=+\-@\uff1d\uff0b\uff0d\uff20]/u
const PLAIN_NUMBER = /^-?\d+(\.\d+)?$/

/** A position where a spreadsheet with another separator would see a formula at the start of a cell. */
const FORMULA_INSIDE = /([,;\t|\r\n])(?=(?:(?![\t\r\n])[\s\p{Cc}"'])*[=+\-@\uff1d\uff0b\uff0d\uff20])/gu
/** Characters that some spreadsheet treats as the end of a cell, such as other locales' separators. */
const SEPARATES = /[",;\t|\r\n]/

export type CsvCell = string | number | null
type CsvRow = readonly CsvCell[]

/** Writes a whole CSV file: a byte order mark, so that spreadsheets decode UTF-8, and then `csvLines`. */
export function toCsv(rows: readonly CsvRow[]): string {
  return `\ufeff${csvLines(rows)}`
}

/**
 * Writes rows as RFC 4180 CSV lines, each with its line end. Null becomes an empty cell.
 * Text that a spreadsheet could run as a formula gets a leading apostrophe. Inside a text the same applies
 * after a comma, semicolon, tab, bar or line break, because spreadsheets in other locales split cells there.
 * Plain numbers, including negative ones, stay numbers.
 */
export function csvLines(rows: readonly CsvRow[]): string {
  let text = ''
  for (const row of rows) {
    for (const [at, cell] of row.entries()) text += at === 0 ? csvCell(cell) : `,${csvCell(cell)}`
    text += '\r\n'
  }
  return text
}

/** Makes a text safe for spreadsheets: prefixes an apostrophe if the text could run as a formula. */
export function inertText(text: string): string {
  return FORMULA_START.test(text) && !PLAIN_NUMBER.test(text) ? `'${text}` : text
}

function csvCell(value: CsvCell): string {
  if (value === null) return ''
  const text = String(value)
  const safe = SEPARATES.test(text) ? inertText(text).replace(FORMULA_INSIDE, "$1'") : inertText(text)
  return SEPARATES.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
