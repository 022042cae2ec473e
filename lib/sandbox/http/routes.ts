import 'server-only'
import type { SandboxRoute } from '#lib/sandbox/faults.ts'
import type { Ask, Reply } from './reply.ts'

/** One route: its name, the path it answers (the group is the id) and how. */
export type Route = {
  name: SandboxRoute
  method: 'GET' | 'POST'
  path: RegExp
  answer(ask: Ask, id: string): Reply | Promise<Reply>
}

/** The route of a path with the id in it, percent-decoded; null where there is none. */
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
