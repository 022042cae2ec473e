import { isServer, QueryClient } from '@tanstack/react-query'
import { isRetryable, retryDelay } from './retry.ts'

const MAX_RETRIES = 2
const STALE_AFTER_MS = 20_000

function makeQueryClient(): QueryClient {
  return new QueryClient({
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

let browserClient: QueryClient | undefined

/** A new client for each request on the server, so that nobody sees another's rows; one for the whole visit in the browser. */
export function getQueryClient(): QueryClient {
  if (isServer) return makeQueryClient()
  browserClient ??= makeQueryClient()
  return browserClient
}
