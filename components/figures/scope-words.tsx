import { useFormat } from '#components/ui/reader.tsx'
import { useWords } from '#components/ui/words.tsx'
import { rangeWords } from '#lib/collections/key-figures.ts'
import type { ChosenRange } from '#lib/collections/range.ts'
import { describeFiguresScope } from '#lib/people/figures-scope.ts'
import { UNASSIGNED_CHOICE } from '#lib/unassigned.ts'

type ScopeWordsProps = {
  range: ChosenRange
  /** The chosen funding sources; empty for all. */
  chosen: readonly string[]
  /** The funding sources that the viewer may see. */
  scope: 'all' | readonly string[]
}

/** The days and funding sources of the figures, in words. */
export function ScopeWords({ range, chosen, scope }: ScopeWordsProps) {
  const format = useFormat()
  const tAccess = useWords('access')
  const t = useWords('figures')
  const names = chosen.map((name) => (name === UNASSIGNED_CHOICE ? t('scope.unassigned') : name))
  return (
    <>
      {rangeWords(range, t)}, {format.dayRange(range.from, range.to)} ·{' '}
      <span className="break-words">{describeFiguresScope(names, scope, tAccess, format)}</span>
    </>
  )
}
