/** Text that a spreadsheet would run as a formula, in plain and full width. */
const FORMULA_START = /^[\s\p{Cc}]*[=+\-@\uff1d\uff0b\uff0d\uff20]/u
const PLAIN_NUMBER = /^-?\d+(\.\d+)?$/

export type CsvCell = string | number | null
type CsvRow = readonly CsvCell[]

/** A file of rows: `csvLines` after a byte order mark, so that spreadsheets read UTF-8. */
export function toCsv(rows: readonly CsvRow[]): string {
  return `\ufeff${csvLines(rows)}`
}

/**
 * Writes rows as lines of RFC 4180 CSV, each with its end. Null is an empty cell. Text that a spreadsheet could take for
 * a formula gets a leading apostrophe; plain numbers, negative ones too, stay numbers.
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
  const safe = inertText(String(value))
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
