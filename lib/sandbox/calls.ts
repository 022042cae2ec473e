import 'server-only'
import type { SandboxRoute } from './faults.ts'

const MOST_CALLS = 100_000

/** One call that the sandbox received. `status` is 0 until it responds, and stays 0 if it never does. */
export type Call = {
  route: SandboxRoute | null
  method: string
  path: string
  query: Record<string, string>
  /** Names of the request headers. */
  headers: readonly string[]
  /** Real time in ms, independent of the simulated clock. */
  at: number
  status: number
}

/** The call log of the sandbox, newest last. Keeps at most 100,000 calls; a full log drops its older half. */
export type Calls = ReturnType<typeof createCalls>

/** Creates an empty call log. */
export function createCalls() {
  let calls: Call[] = []
  const list = (route?: SandboxRoute) => (route ? calls.filter((call) => call.route === route) : calls)
  return {
    add(call: Call): void {
      if (calls.length >= MOST_CALLS) calls = calls.slice(MOST_CALLS / 2)
      calls.push(call)
    },
    list,
    count: (route?: SandboxRoute) => list(route).length,
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
