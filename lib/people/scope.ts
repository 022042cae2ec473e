import type { Words } from '#lib/words/words.ts'

/** Up to this many funding sources are named; more are counted. */
export const NAMED = 3

/** Describes a viewer's access briefly, e.g. `AGRI-1 and AGRI-2`, `5 funding sources`. */
export function describeScope(fundingSources: 'all' | readonly string[], t: Words<'access'>): string {
  if (fundingSources === 'all') return t('scope.all')
  if (fundingSources.length > NAMED) return t('scope.many', { count: fundingSources.length })
  const [first, second, third] = fundingSources
  if (first === undefined) return t('scope.none')
  if (second === undefined) return first
  return third === undefined ? t('scope.two', { first, second }) : t('scope.three', { first, second, third })
}
