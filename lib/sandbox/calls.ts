import 'server-only'
import type { SandboxRoute } from './faults.ts'

const MOST_CALLS = 100_000

/** One call as the sandbox received it; `status` is 0 while it has not answered, or never did. */
export type Call = {
  route: SandboxRoute | null
  method: string
  path: string
  query: Record<string, string>
  /** Names of the headers that came with it. */
  headers: readonly string[]
  /** Real time, ms. */
  at: number
  status: number
}

/** What was asked of the sandbox, newest last; the oldest are dropped beyond 100,000. */
export type Calls = {
  add(call: Call): void
  list(route?: SandboxRoute): readonly Call[]
  count(route?: SandboxRoute): number
  counts(): Record<string, number>
  clear(): void
}

export function createCalls(): Calls {
  let calls: Call[] = []
  const list = (route?: SandboxRoute) => (route ? calls.filter((call) => call.route === route) : calls)
  return {
    add(call) {
      if (calls.length >= MOST_CALLS) calls = calls.slice(MOST_CALLS / 2)
      calls.push(call)
    },
    list,
    count: (route) => list(route).length,
    counts() {
      const counts: Record<string, number> = {}
      for (const { route } of calls) counts[route ?? 'other'] = (counts[route ?? 'other'] ?? 0) + 1
      return counts
    },
    clear() {
      calls = []
    },
  }
}
