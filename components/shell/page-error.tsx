import { ErrorState } from '#components/ui/error-state.tsx'
import { useWords } from '#components/ui/words.tsx'
import { readDigest } from '#lib/database-fault.ts'
import { BarePage } from './bare-page.tsx'
import { Unavailable } from './unavailable.tsx'

export type PageErrorProps = {
  error: unknown
  retry: () => void
  /** True if the frame around the page failed too. */
  isBare?: boolean
}

/** Replaces a page that failed: names the database fault, or shows only the request id for other errors. */
export default function PageError({ error, retry, isBare = false }: PageErrorProps) {
  const t = useWords('faults')
  const tUi = useWords('ui')
  const pageFault = readDigest(error)
  const content = pageFault ? (
    <Unavailable {...pageFault} t={t} tUi={tUi} />
  ) : (
    <ErrorState what={t('page')} error={error} onRetry={retry} />
  )
  return isBare ? <BarePage>{content}</BarePage> : content
}
