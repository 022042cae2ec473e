import { AsyncLocalStorage } from 'node:async_hooks'
import { afterEach, expect, test, vi } from 'vitest'
import { readDigest } from '#lib/database-fault.ts'
import { processWide } from '#lib/server/config/process-wide.ts'
import type { CurrentRequest } from '#lib/server/log/current-request.ts'
import { pageFaultOf, readForPage } from './page-fault.ts'

const shared = processWide<AsyncLocalStorage<CurrentRequest>>('furrowRequest')
afterEach(() => {
  delete shared.value
})

/**
 * Returns the error of a page whose read fails with `error`, and the mock that makes the page's response a
 * 503.
 */
async function fail(error: unknown) {
  const answerUnavailable = vi.fn()
  const storage = new AsyncLocalStorage<CurrentRequest>()
  shared.value = storage
  const thrown = await storage
    .run({ requestId: 'one', answerUnavailable }, () => readForPage(Promise.reject(error)))
    .catch((caught: unknown) => caught)
  return { thrown, answerUnavailable }
}

test('answers 503 for a page that the database kept from rendering, and its error says why', async () => {
  const away = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' })
  const { thrown, answerUnavailable } = await fail(away)
  expect(thrown).toBe(away)
  expect(readDigest(thrown)).toEqual({ fault: 'unreachable', requestId: 'one' })
  expect(answerUnavailable).toHaveBeenCalledExactlyOnceWith(2)
})

test('passes on any other error unchanged', async () => {
  const error = new Error('a bug')
  const { thrown, answerUnavailable } = await fail(error)
  expect([thrown, readDigest(thrown)]).toEqual([error, null])
  expect(answerUnavailable).not.toHaveBeenCalled()
  expect(() => pageFaultOf(error)).toThrow(error)
})
