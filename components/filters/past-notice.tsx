import { Button } from '#components/ui/button.tsx'
import { useFormat } from '#components/ui/reader.tsx'
import { useWords } from '#components/ui/words.tsx'
import type { ListName } from '#lib/list-name.ts'
import type { AsOf } from '#lib/schema.ts'

type PastNoticeProps = {
  list: ListName
  asOf: AsOf
  /** True on a page of figures, which has no rows to open. */
  isFigures?: boolean
  onBack: () => void
}

/** Says that rows and figures are those of an earlier instant, and leads back to today. */
export function PastNotice({ list, asOf, isFigures = false, onBack }: PastNoticeProps) {
  const format = useFormat()
  const t = useWords('filters')
  return (
    <section
      aria-label={t('past.label')}
      className="mt-3 flex flex-wrap items-center gap-x-3 gap-y-1 rounded-md bg-accent-soft px-3 py-2"
    >
      <p className="min-w-0 flex-1 text-pretty">
        {t('past.notice', { time: format.instant(asOf.at) })} {isFigures ? null : t('past.open')}{' '}
        {asOf.left > 0 ? t('past.left', { list, count: asOf.left }) : null}
      </p>
      <Button onClick={onBack}>{t('past.back')}</Button>
    </section>
  )
}
