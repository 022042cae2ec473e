import { explainError } from '#lib/api/explain-error.ts'
import { useFaultWords, useWords } from './words.tsx'

type FailureLineProps = { what: string; error: unknown; className?: string }

/** A failed action in one line, with the request id below. */
export function FailureLine({ what, error, className = 'mt-2' }: FailureLineProps) {
  const t = useWords('ui')
  const tFaults = useFaultWords()
  const { why, requestId } = explainError(error, tFaults)
  return (
    <p role="alert" className={`text-bad text-sm ${className}`}>
      {what} {why}
      {requestId ? (
        <span className="block text-faint text-xs">{t('request-line', { id: requestId })}</span>
      ) : null}
    </p>
  )
}
