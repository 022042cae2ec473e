/** Funding sources named one by one; more are counted. */
const NAMED = 3

/**
 * Whose figures a page shows: the funding sources chosen on it, else all that the viewer may see. Out: e.g. `Heifer Nigeria`,
 * `your 24 funding sources`.
 */
export function describeFiguresScope(chosen: readonly string[], allowed: 'all' | readonly string[]): string {
  if (chosen.length > 0) return chosen.join(', ')
  if (allowed === 'all') return 'all funding sources'
  return allowed.length > NAMED ? `your ${allowed.length} funding sources` : describeScope(allowed)
}

/** What a viewer may see, in few words: `AGRI-1 and AGRI-2`, `5 funding sources`. */
export function describeScope(fundingSources: 'all' | readonly string[]): string {
  if (fundingSources === 'all') return 'All funding sources'
  if (fundingSources.length === 0) return 'No funding source yet'
  if (fundingSources.length > NAMED) return `${fundingSources.length} funding sources`
  return new Intl.ListFormat('en', { type: 'conjunction' }).format(fundingSources)
}
