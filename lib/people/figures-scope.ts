import { visibleText } from '#lib/visible-text.ts'
import { describeScope } from './scope.ts'

/**
 * Whose figures a page shows: the funding sources chosen on it, else all that the viewer may see. Out: e.g. `Heifer Nigeria`,
 * `your 24 funding sources`.
 */
export function describeFiguresScope(chosen: readonly string[], allowed: 'all' | readonly string[]): string {
  if (chosen.length > 0) return chosen.map(visibleText).join(', ')
  if (allowed === 'all') return 'all funding sources'
  const described = visibleText(describeScope(allowed))
  return described === `${allowed.length} funding sources` ? `your ${described}` : described
}
