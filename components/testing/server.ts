import { vi } from 'vitest'
import type { Problem } from '#lib/errors.ts'

type Answer = Response | Promise<Response>
/** The answers of Furrow's own routes, by path. */
export type Routes = Record<string, (search: URLSearchParams) => Answer>

/** What every page asks for besides its own data. */
const EVERYWHERE: Routes = { '/api/sources': () => json({ snapshot: '1', sources: [], mayAct: false }) }

/**
 * Answers the page's requests in place of a server.
 * @returns the addresses that the page has requested, oldest first.
 * @throws {Error} in the page, for a path without a route.
 */
export function serve(routes: Routes): string[] {
  const asked: string[] = []
  vi.stubGlobal('fetch', async (address: string) => {
    const url = new URL(address, 'http://furrow.test')
    asked.push(address)
    const answer = { ...EVERYWHERE, ...routes }[url.pathname]
    if (!answer) throw new Error(`No route of this test answers ${url.pathname}`)
    return answer(url.searchParams)
  })
  return asked
}

export function json(body: unknown): Response {
  return Response.json(body)
}

/** A problem as Furrow's routes send it; without a code in `more`, a screen shows its detail. */
export function problem(status: number, detail: string, more: Partial<Problem> = {}): Response {
  const base = { title: 'Problem', status, code: 'test', detail, requestId: 'req-7', retryable: false }
  const body = { ...base, ...more }
  return Response.json(body, { status, headers: { 'content-type': 'application/problem+json' } })
}

/** An answer that never comes. */
export function never(): Promise<Response> {
  return new Promise(() => {})
}

/** An answer that comes when the test says so. */
export function held(): { answer: () => Promise<Response>; release: (response: Response) => void } {
  const { promise, resolve } = Promise.withResolvers<Response>()
  return { answer: () => promise, release: resolve }
}
