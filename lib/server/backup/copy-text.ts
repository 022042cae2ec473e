import 'server-only'

const ESCAPED: Record<string, string> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' }

/**
 * Parses rows in COPY's text format into records by column; `\N` is null.
 * @param text whole lines
 */
export function copyRecords(columns: readonly string[], text: string): Record<string, string | null>[] {
  const lines = text.split('\n').slice(0, -1)
  return lines.map((line) => {
    const values = line.split('\t')
    return Object.fromEntries(columns.map((column, at) => [column, copyValue(values[at] ?? '\\N')]))
  })
}

function copyValue(value: string): string | null {
  if (value === '\\N') return null
  return value.replaceAll(/\\(.)/gs, (_, escaped: string) => ESCAPED[escaped] ?? escaped)
}
