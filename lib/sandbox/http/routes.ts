import 'server-only'
import type { SandboxRoute } from '#lib/sandbox/faults.ts'
import type { Ask, Reply } from './reply.ts'

/** One route: its name, its path pattern (the group is the id) and its handler. */
export type Route = {
  name: SandboxRoute
  method: 'GET' | 'POST'
  path: RegExp
  answer(ask: Ask, id: string): Reply | Promise<Reply>
}

/** Finds the route of a path and the percent-decoded id; null if there is none. */
export function routeOf(routes: readonly Route[], pathname: string): { route: Route; id: string } | null {
  for (const route of routes) {
    const match = route.path.exec(pathname)
    if (!match) continue
    try {
      return { route, id: decodeURIComponent(match[1] ?? '') }
    } catch {
      return null
    }
  }
  return null
}
