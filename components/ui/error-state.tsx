import { explainError } from '#lib/api/explain-error.ts'
import { Button } from './button.tsx'
import { Icon } from './icon.tsx'
import { RequestId } from './request-id.tsx'
import { useFaultWords, useWords } from './words.tsx'

type ErrorStateProps = { what: string; error: unknown; onRetry?: () => void; isRetrying?: boolean }

/** A failure: what failed, why, the request id, and a retry button. */
export function ErrorState({ what, error, onRetry, isRetrying = false }: ErrorStateProps) {
  const t = useWords('ui')
  const tFaults = useFaultWords()
  const { why, requestId } = explainError(error, tFaults)
  return (
    <div role="alert" className="flex flex-col items-center gap-1 px-4 py-16 text-center">
      <p className="font-medium">{what}</p>
      <p className="max-w-md text-pretty text-soft">{why}</p>
      {requestId ? (
        <p className="text-faint text-xs">
          <RequestId id={requestId} t={t} />
        </p>
      ) : null}
      {onRetry ? (
        <Button className="mt-3" onClick={onRetry} disabled={isRetrying}>
          <Icon name="refresh" size={14} className={isRetrying ? 'motion-safe:animate-spin' : ''} />
          {t('retry')}
        </Button>
      ) : null}
    </div>
  )
}

type QueryErrorProps = {
  what: string
  query: { error: unknown; isFetching: boolean; refetch: () => unknown }
}

/** The failure of a query, whose retry repeats the request. */
export function QueryError({ what, query }: QueryErrorProps) {
  const retry = () => void query.refetch()
  return <ErrorState what={what} error={query.error} onRetry={retry} isRetrying={query.isFetching} />
}
