import { describe, expect, test } from 'vitest'
import { explainError } from './explain-error.ts'
import { ApiError, readApiError } from './fetch-json.ts'
import { pageRequestId } from './page-request.ts'
import { isRetryable, retryDelay } from './retry.ts'

const entry = (...ids: string[]) => ({
  serverTiming: ids.map((description) => ({ name: 'request', description, duration: 0 })),
})

describe('the request id shown with an error', () => {
  test('is the id of the last page or page part requested', () => {
    const entries = [entry('first'), entry(), entry('second'), entry()] as unknown as PerformanceEntry[]
    expect(pageRequestId(entries)).toBe('second')
    expect(pageRequestId([])).toBeNull()
  })

  test("is unknown once the browser's resource timing buffer is full", () => {
    const entries = Array.from({ length: 251 }, () => entry('old')) as unknown as PerformanceEntry[]
    expect(pageRequestId(entries)).toBeNull()
  })

  test('leads from a page that failed on the server to the log line, with a plain message', () => {
    const error = Object.assign(new Error('An error occurred in the Server Components render.'), {
      digest: '123',
    })
    const { why, requestId } = explainError(error)
    expect(why).not.toContain('Server Components')
    expect(requestId).toBe('123')
  })
})

describe('a 429', () => {
  const answer = (wait: string) =>
    new Response(JSON.stringify({ detail: 'Too much at once.', retryable: true, status: 429 }), {
      status: 429,
      headers: { 'content-type': 'application/problem+json', 'retry-after': wait },
    })

  test('is retried after the Retry-After time, not before', async () => {
    const error = await readApiError(answer('7'))
    expect(error).toBeInstanceOf(ApiError)
    expect([isRetryable(error), retryDelay(0, error)]).toEqual([true, 7_000])
    expect(isRetryable(await readApiError(answer('600')))).toBe(false)
    expect(explainError(error).why).toBe('Too much at once.')
  })

  test('without a valid Retry-After is retried with growing delays, like any other failure', async () => {
    expect(retryDelay(0, await readApiError(answer('soon')))).toBe(1_000)
    expect(retryDelay(2, new Error('offline'))).toBe(4_000)
    expect(retryDelay(20, new Error('offline'))).toBe(10_000)
  })
})
