import type { AddressIssue } from './address-mending.ts'

// Apart from the functions that mend an address, because every page loads this one.

/** The issues that an address still has. */
export function remainingIssues(issues: readonly AddressIssue[], search: URLSearchParams): AddressIssue[] {
  return issues.filter(({ kind, name, value }) => {
    const values = search.getAll(name)
    return values.includes(value) && (kind !== 'repeated' || values.length > 1)
  })
}
