import { describe, expect, test } from 'vitest'
import type { Problem } from '#lib/errors.ts'
import { faultWords } from '#lib/testing/fault-words.ts'
import { explainError, explainInLine } from './explain-error.ts'
import { ApiError, NetworkError, readApiError } from './fetch-json.ts'
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
    const { why, requestId } = explainError(error, faultWords())
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
    expect(explainError(error, faultWords()).why).toBe('Too much at once.')
  })

  test('without a valid Retry-After is retried with growing delays, like any other failure', async () => {
    expect(retryDelay(0, await readApiError(answer('soon')))).toBe(1_000)
    expect(retryDelay(2, new Error('offline'))).toBe(4_000)
    expect(retryDelay(20, new Error('offline'))).toBe(10_000)
  })
})

describe('the reason of a failure', () => {
  const problem = (more: object) =>
    new ApiError({
      type: 'about:blank',
      title: 'Bad Request',
      status: 400,
      code: 'invalid_parameter',
      detail: 'name: is wrong',
      requestId: 'req-7',
      retryable: false,
      ...more,
    })
  const why = (error: unknown) => explainError(error, faultWords()).why

  test('is worded from the code, with the values of the problem', () => {
    const answer = { code: 'too_many_requests', detail: 'In English.', values: { seconds: 3107 } }
    expect(why(problem(answer))).toBe('Too many requests. Try again in 52 minutes.')
    expect(why(problem({ code: 'source_paused', values: { source: 'payment-links' } }))).toContain(
      'Payment links is paused',
    )
  })

  test('is the detail for a code that this page has no text for', () => {
    expect(why(problem({ code: 'of_a_newer_server', detail: 'Something new.' }))).toBe('Something new.')
    expect(why(problem({ code: 'constructor', detail: 'Something new.' }))).toBe('Something new.')
    const elsewhere = faultWords('en', ['names', 'faults'])
    expect(explainError(problem({ code: 'last_admin' }), elsewhere).why).toBe('name: is wrong')
  })

  test('names every wrong field by its label, and is the detail unless each fault has a text', () => {
    const named = { param: 'name', detail: 'is required', code: 'required' }
    const long = { param: 'reason', detail: 'too long', code: 'too_long', values: { max: 1000 } }
    const labels: Record<string, string> = { name: 'Full name', reason: 'Reason' }
    const explain = (errors: Problem['errors']) =>
      explainError(problem({ errors }), faultWords(), (param) => labels[param]).why
    expect(explain([named, long])).toBe('Full name is required. Reason can have up to 1,000 characters.')
    expect(explain([named, { param: 'x', detail: 'there is no such parameter here' }])).toBe('name: is wrong')
  })

  test('tells a lost connection, a foreign answer and an unknown error without their English messages', async () => {
    expect(why(new NetworkError('unreachable', {}))).toBe('Furrow can’t be reached. Check your connection.')
    expect(why(new NetworkError('broken_off', {}))).toMatch(/incomplete, so nothing was saved/)
    const proxy = await readApiError(new Response('<html>', { status: 502 }))
    expect(why(proxy)).toBe('The response couldn’t be read (status 502). Try again.')
    expect(why(new TypeError('x is undefined'))).toBe('Something went wrong on this page. Reload it.')
  })

  test('ends with the request id for a fault of the server', () => {
    const fault = problem({ status: 500, code: 'internal_error' })
    expect(explainInLine(fault, faultWords())).toMatch(/ Request req-7$/)
    expect(explainInLine(problem({}), faultWords())).toBe('name: is wrong')
  })
})
