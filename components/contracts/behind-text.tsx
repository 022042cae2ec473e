import clsx from 'clsx'
import { useWords } from '#components/ui/words.tsx'

/** From this many weeks on, a contract is far behind. */
const FAR_BEHIND = 4

/** How many weeks a contract is behind. */
export function BehindText({ weeks }: { weeks: number }) {
  const t = useWords('contracts')
  return (
    <span
      className={clsx(weeks === 0 ? 'text-soft' : weeks < FAR_BEHIND ? 'text-wait' : 'font-medium text-bad')}
    >
      {t('behind', { weeks })}
    </span>
  )
}
