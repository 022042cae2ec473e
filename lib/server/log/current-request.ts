import 'server-only'
import type { AsyncLocalStorage } from 'node:async_hooks'
import { processWide } from '#lib/server/config/process-wide.ts'

export type CurrentRequest = {
  requestId: string
  /** Answers a document with 503 and `Retry-After`, whatever is drawn in it; without effect once its head was sent. */
  answerUnavailable?: (retryAfterSeconds: number) => void
}

/** Set by bin/web.ts around everything that answers a request. */
const shared = processWide<AsyncLocalStorage<CurrentRequest>>('furrowRequest')

/** The request that the running code works for; undefined in the worker, in commands and in most tests. */
export function currentRequest(): CurrentRequest | undefined {
  return shared.value?.getStore()
}
