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

/** A session that has ended, here or elsewhere: what is still on the page is nobody's, so the page goes. */
function leaveIfSignedOut(error: Error): void {
  if (isServer || !(error instanceof ApiError) || error.problem.code !== 'not_signed_in') return
  window.location.replace(paths.signInFor(window.location.pathname + window.location.search))
}

let browserClient: QueryClient | undefined

/** A new client for each request on the server, so that nobody sees another's rows; one for the whole visit in the browser. */
export function getQueryClient(): QueryClient {
  if (isServer) return makeQueryClient()
  browserClient ??= makeQueryClient()
  return browserClient
}
