/** Up to this many funding sources are named; more are counted. */
const NAMED = 3

/** Describes a viewer's access briefly, e.g. `AGRI-1 and AGRI-2`, `5 funding sources`. */
export function describeScope(fundingSources: 'all' | readonly string[]): string {
  if (fundingSources === 'all') return 'All funding sources'
  if (fundingSources.length === 0) return 'No funding source yet'
  if (fundingSources.length > NAMED) return `${fundingSources.length} funding sources`
  return new Intl.ListFormat('en', { type: 'conjunction' }).format(fundingSources)
}
