/** One line of the report. `isMet` null: not measured; `figure` says why. */
export type Finding = {
  name: string
  figure: string
  /** The figure of the same run that `figure` is compared with; empty if there is none. */
  anchor?: string
  ratio?: string
  target: string
  isMet: boolean | null
}

/** A finding that is met if a value is at most a limit, each printed by `print`. */
export function atMost(
  name: string,
  value: number,
  limit: number,
  print: (value: number) => string,
  compared: Pick<Finding, 'anchor' | 'ratio'> = {},
): Finding {
  return { name, figure: print(value), ...compared, target: `<= ${print(limit)}`, isMet: value <= limit }
}

const HEADINGS = ['id', 'name', 'figure', 'anchor', 'ratio', 'target', 'ok']

/** Formats the findings of all benches as one Markdown table with aligned columns. */
export function reportTable(findings: readonly { id: string; finding: Finding }[]): string {
  const lines = findings.map(({ id, finding: { name, figure, anchor = '', ratio = '', target, isMet } }) => {
    return [id, name, figure, anchor, ratio, target, isMet === null ? 'skipped' : isMet ? 'yes' : 'NO']
  })
  const widths = HEADINGS.map((heading, at) =>
    Math.max(heading.length, ...lines.map((cells) => cells[at]?.length ?? 0)),
  )
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |`
  return [line(HEADINGS), line(widths.map((width) => '-'.repeat(width))), ...lines.map(line)].join('\n')
}

/** Formats milliseconds, with fewer decimals the larger the value, e.g. `0.42 ms`, `12 ms`, `3.1 s`. */
export function ms(value: number): string {
  if (value >= 1_000) return `${(value / 1_000).toFixed(value >= 10_000 ? 0 : 1)} s`
  return `${value.toFixed(value >= 10 ? 0 : value >= 1 ? 1 : 2)} ms`
}

/** Formats a ratio, e.g. `1.04x`. */
export function times(value: number): string {
  return `${value >= 100 ? value.toFixed(0) : value.toFixed(2)}x`
}

export function kib(bytes: number): string {
  return `${(bytes / 1024).toFixed(2)} KiB`
}

export function count(value: number): string {
  return value.toLocaleString('en')
}

export function mib(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(1)} MiB`
}

/** Formats a median with its range, each value by `print`. */
export function spread(values: readonly number[], print: (value: number) => string): string {
  return `${print(median(values))} (${print(Math.min(...values))}-${print(Math.max(...values))})`
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5)
}

/**
 * Returns the value that a share (0 to 1) of the values does not exceed.
 * @throws {Error} if there are no values
 */
export function quantile(values: readonly number[], share: number): number {
  const ordered = [...values].sort((a, b) => a - b)
  const value = ordered[Math.min(ordered.length - 1, Math.floor(ordered.length * share))]
  if (value === undefined) throw new Error('Nothing was measured')
  return value
}
