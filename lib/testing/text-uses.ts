/** A source file: its path and its text. */
export type SourceFile = { path: string; text: string }

/** A call of `t` (or `tList`, for a second area) with a literal key or a key that begins literally. */
const CALL = /(?:\bt(?:[A-Z]\w*)?(?:\.rich)?|\))\(\s*(?:'([\w.-]+)'|`([\w.-]*)\$\{)/g

/**
 * Returns the keys of an area that no file uses. A file uses an area if it names the area in quotes, e.g.
 * `useWords('invoices')` or `Words<'invoices'>`; `` t(`state.${state}`) `` uses every key of that beginning.
 */
export function unusedKeys(area: string, keys: readonly string[], files: readonly SourceFile[]): string[] {
  const calls = files
    .filter(({ text }) => text.includes(`'${area}'`))
    .flatMap(({ text }) => [...text.matchAll(CALL)])
  const whole = new Set(calls.flatMap(([, key]) => key ?? []))
  const beginnings = calls.flatMap(([, , beginning]) => beginning || [])
  return keys.filter((key) => !whole.has(key) && !beginnings.some((beginning) => key.startsWith(beginning)))
}
