import { ageOf } from '#lib/age.ts'
import { useFormat, useNow } from './reader.tsx'
import { useWords } from './words.tsx'

/** Time since an instant, e.g. "18 s ago", kept current; the full instant shows on hover. */
export function Age({ instant }: { instant: string }) {
  const format = useFormat()
  const t = useWords('ui')
  const { unit, count } = ageOf(useNow() - Date.parse(instant))
  return (
    <time dateTime={instant} title={format.instant(instant)}>
      <bdi>{unit === 'now' ? t('age.now') : t(`age.${unit}`, { count })}</bdi>
    </time>
  )
}
