import type { Format } from '#lib/format.ts'
import { visibleText } from '#lib/visible-text.ts'
import type { Words } from '#lib/words/words.ts'
import { describeScope, NAMED } from './scope.ts'

/**
 * Describes whose figures a page shows: the chosen funding sources, or all that the viewer may see.
 * @returns e.g. `Heifer Nigeria` or `your 24 funding sources`.
 */
export function describeFiguresScope(
  chosen: readonly string[],
  allowed: 'all' | readonly string[],
  t: Words<'access'>,
  { list }: Pick<Format, 'list'>,
): string {
  if (chosen.length > 0) return list(chosen.map(visibleText))
  if (allowed === 'all') return t('figures.all')
  if (allowed.length > NAMED) return t('figures.own', { count: allowed.length })
  return visibleText(describeScope(allowed, t))
}
