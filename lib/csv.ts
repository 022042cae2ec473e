/** Text that a spreadsheet would run as a formula, in plain and full width. */
const FORMULA_START = /^[\s\p{Cc}]*[=+\-@\uff1d\uff0b\uff0d\uff20]/u
const PLAIN_NUMBER = /^-?\d+(\.\d+)?$/

/**
 * Writes rows as RFC 4180 CSV with a byte order mark, so that spreadsheets read UTF-8. Null is an empty cell.
 * Text that a spreadsheet could take for a formula gets a leading apostrophe; plain numbers, negative ones too, stay numbers.
 */
export function toCsv(rows: readonly (readonly (string | number | null)[])[]): string {
  return `\ufeff${rows.map((row) => row.map(csvCell).join(',')).join('\r\n')}\r\n`
}

/** Text as a spreadsheet takes it for text: what it could run as a formula gets a leading apostrophe. */
export function inertText(text: string): string {
  return FORMULA_START.test(text) && !PLAIN_NUMBER.test(text) ? `'${text}` : text
}

function csvCell(value: string | number | null): string {
  if (value === null) return ''
  const safe = inertText(String(value))
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
