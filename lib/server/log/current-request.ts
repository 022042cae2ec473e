import 'server-only'
import type { AsyncLocalStorage } from 'node:async_hooks'
import { processWide } from '#lib/server/config/process-wide.ts'

export type CurrentRequest = {
  requestId: string
  /**
   * Answers a document request with 503 and `Retry-After`, whatever the page renders; without effect once the
   * headers were sent.
   */
  answerUnavailable?: (retryAfterSeconds: number) => void
}

/** bin/web.ts sets this store around the handling of every request. */
const shared = processWide<AsyncLocalStorage<CurrentRequest>>('furrowRequest')

/** The request that the running code handles; undefined in the worker, in commands and in most tests. */
export function currentRequest(): CurrentRequest | undefined {
  return shared.value?.getStore()
}
