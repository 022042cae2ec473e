/**
 * A part of the address that the page ignores.
 * - `value`: nobody can read it, or no such word exists (`isWord`)
 * - `name`: the page has no such parameter
 * - `repeated`: a further value where one is allowed
 * - `unused`: understood, but it cannot apply here, e.g. a filter that a source lacks
 */
export type AddressIssue = {
  kind: 'value' | 'name' | 'repeated' | 'unused'
  name: string
  value: string
  /** What was probably meant: a known name, or a known value; null: nothing is near. */
  instead: string | null
  isWord: boolean
  /** True if the page is still filtered by other values of this parameter. */
  hasOthers: boolean
}

/** Returns the address without what is not understood. */
export function withoutIssues(issues: readonly AddressIssue[], search: URLSearchParams): URLSearchParams {
  const seen = new Set<string>()
  const kept = [...search].filter(([name, value]) => {
    const found = issues.filter((issue) => issue.name === name && issue.value === value)
    const isFirst = !seen.has(name)
    seen.add(name)
    return found.every(({ kind }) => kind === 'repeated' && isFirst)
  })
  return new URLSearchParams(kept)
}

/** Returns the address with what was probably meant by one issue, in its place. */
export function withSuggestion(issue: AddressIssue, search: URLSearchParams): URLSearchParams {
  const { kind, name, value, instead } = issue
  const mended = [...search].map(([key, text]): [string, string] => {
    if (key !== name || text !== value || instead === null) return [key, text]
    return kind === 'name' ? [instead, text] : [key, instead]
  })
  return new URLSearchParams(mended)
}
