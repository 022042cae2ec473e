import 'server-only'

/** A parsed report: its rows by column name, and the lines at its end. */
export type Report = { rows: Record<string, string>[]; notes: string[][] }

/**
 * Parses a CSV report line by line as it arrives, header first, by the rules of RFC 4180 only.
 * @throws {Error} if the report does not begin with a byte order mark, or ends within a line.
 */
export async function* csvLines(response: Response): AsyncGenerator<string[]> {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  let text = ''
  let isFirst = true
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true })
    if (isFirst && text.charCodeAt(0) !== 0xfeff) throw new Error('The report has no byte order mark')
    if (isFirst) text = text.slice(1)
    isFirst = false
    const end = endOfLines(text)
    yield* linesOf(text.slice(0, end))
    text = text.slice(end)
  }
  if (text !== '' || isFirst) throw new Error('The report was cut off')
}

/** Parses a whole report that fits into memory. */
export async function readReport(response: Response): Promise<Report> {
  let header: string[] | undefined
  const report: Report = { rows: [], notes: [] }
  for await (const line of csvLines(response)) {
    if (!header) header = line
    else if (line[0]?.startsWith('# ')) report.notes.push(line.filter((cell) => cell !== ''))
    else report.rows.push(Object.fromEntries(header.map((name, at) => [name, line[at] ?? ''])))
  }
  return report
}

/** Returns the index after the last complete line: after a line break outside quotes. */
function endOfLines(text: string): number {
  let end = text.lastIndexOf('\r\n')
  while (end >= 0 && !hasEvenQuotes(text, end)) end = text.lastIndexOf('\r\n', end - 1)
  return end < 0 ? 0 : end + 2
}

function hasEvenQuotes(text: string, end: number): boolean {
  let isEven = true
  for (let at = text.indexOf('"'); at >= 0 && at < end; at = text.indexOf('"', at + 1)) isEven = !isEven
  return isEven
}

function linesOf(text: string): string[][] {
  if (!text.includes('"')) {
    return text
      .split('\r\n')
      .slice(0, -1)
      .map((line) => line.split(','))
  }
  const lines: string[][] = [[]]
  for (const [all, quoted, plain = '', end] of text.matchAll(
    /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/g,
  )) {
    if (all === '' && end === '') break
    lines.at(-1)?.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'))
    if (end === '\r\n') lines.push([])
  }
  return lines.slice(0, -1)
}
