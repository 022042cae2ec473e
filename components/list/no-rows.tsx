import { Button } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { useWords } from '#components/ui/words.tsx'
import type { ListName } from '#lib/list-name.ts'
import type { Freshness } from '#lib/schema.ts'
import { FoundElsewhere } from './found-elsewhere.tsx'

type NoRowsProps = {
  list: ListName
  freshness: readonly Freshness[] | undefined
  isNarrowed: boolean
  emptyReason?: string
  /** The search that this list is narrowed by, if other lists may hold it. */
  search?: string | null
  onClear: () => void
}

/** Says why a list has no rows: its filters, weeks that are not read yet, or an empty source. */
export function NoRows({ list, freshness, isNarrowed, emptyReason, search, onClear }: NoRowsProps) {
  const t = useWords('list')
  const isReading = freshness?.some((one) => one.missing.some((range) => range.reason === 'never_read'))
  if (isNarrowed) {
    return (
      <EmptyState
        title={t('empty.match', { list })}
        action={<Button onClick={onClear}>{t('empty.clear')}</Button>}
      >
        {isReading ? t('empty.match-reading') : t('empty.match-why')}
        {search ? <FoundElsewhere search={search} /> : null}
      </EmptyState>
    )
  }
  return (
    <EmptyState title={t('empty.yet', { list })}>
      {isReading ? t('empty.yet-reading') : (emptyReason ?? t('empty.yet-why'))}
    </EmptyState>
  )
}
