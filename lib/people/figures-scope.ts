import { visibleText } from '#lib/visible-text.ts'
import { describeScope } from './scope.ts'

/**
 * Describes whose figures a page shows: the chosen funding sources, or all that the viewer may see.
 * @returns e.g. `Heifer Nigeria` or `your 24 funding sources`.
 */
export function describeFiguresScope(chosen: readonly string[], allowed: 'all' | readonly string[]): string {
  if (chosen.length > 0) return chosen.map(visibleText).join(', ')
  if (allowed === 'all') return 'all funding sources'
  const described = visibleText(describeScope(allowed))
  return described === `${allowed.length} funding sources` ? `your ${described}` : described
}
