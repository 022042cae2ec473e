import 'server-only'
import pino from 'pino'
import type { Viewer } from '../people/viewer.ts'
import { type TestDatabase, testDatabase } from './database.ts'
import { forgetLimits } from './limits.ts'

/** A database of its own that this process' reads use, as the start command would have set it. */
export async function useTestDatabase(): Promise<TestDatabase> {
  const made = await testDatabase()
  readFrom(made)
  return made
}

/** Lets this process' reads use a database. */
export function readFrom(made: Pick<TestDatabase, 'db' | 'url'>): void {
  process.env.AUTH_SECRET ??= 'a secret that only tests know, 32+'
  process.env.FURROW_DATABASE_URL = made.url
  const shared = globalThis as typeof globalThis & {
    furrowDatabase?: TestDatabase['db']
    furrowLogger?: pino.Logger
  }
  shared.furrowDatabase = made.db
  shared.furrowLogger = pino({ level: 'silent' })
}

/** Everything there is to see. */
export const operator: Viewer = {
  kind: 'person',
  id: 'operator',
  name: 'An operator',
  role: 'operator',
  fundingSources: 'all',
}

/** A person who may see the rows of these funding sources alone. */
export function financier(...fundingSources: string[]): Viewer {
  return { kind: 'person', id: 'financier', name: 'A financier', role: 'financier', fundingSources }
}

type Handler = (request: Request) => Promise<Response>
type Handlers = Record<'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS', Handler>

/** Calls a route's own handler as Next.js would, with a path below the origin; limits count anew for each call. */
export async function ask(
  handlers: Handlers,
  path: string,
  init: RequestInit & { method?: keyof Handlers } = {},
): Promise<Response> {
  await forgetLimits()
  return handlers[init.method ?? 'GET'](new Request(`http://localhost:3000${path}`, init))
}
