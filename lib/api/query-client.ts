import { isServer, QueryCache, QueryClient } from '@tanstack/react-query'
import { paths } from '#lib/paths.ts'
import { ApiError } from './fetch-json.ts'
import { isRetryable, retryDelay } from './retry.ts'

const MAX_RETRIES = 2
const STALE_AFTER_MS = 20_000

function makeQueryClient(): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({ onError: leaveIfSignedOut }),
    defaultOptions: {
      queries: {
        staleTime: STALE_AFTER_MS,
        refetchOnWindowFocus: true,
        retry: (failures, error) => failures < MAX_RETRIES && isRetryable(error),
        retryDelay,
      },
    },
  })
}

/** Leaves the page when the session has ended, so that no data of a former session stays visible. */
function leaveIfSignedOut(error: Error): void {
  if (isServer || !(error instanceof ApiError) || error.problem.code !== 'not_signed_in') return
  window.location.replace(paths.signInFor(window.location.pathname + window.location.search))
}

let browserClient: QueryClient | undefined

/**
 * Returns a new client for each request on the server, so that no viewer sees another's rows, and one shared
 * client in the browser.
 */
export function getQueryClient(): QueryClient {
  if (isServer) return makeQueryClient()
  browserClient ??= makeQueryClient()
  return browserClient
}
