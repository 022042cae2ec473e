import 'server-only'
import pino from 'pino'
import { type Database, openDatabase } from '../db/client.ts'
import type { Viewer } from '../people/viewer.ts'
import { type TestDatabase, testDatabase } from './database.ts'

/** A database of its own that this process' reads use, as the start command would have set it. */
export async function useTestDatabase(): Promise<TestDatabase> {
  const made = await testDatabase()
  const web = readFrom(made)
  const drop = async () => {
    await web.$client.end()
    await made.drop()
  }
  return { ...made, drop }
}

/** The web server's pool of each database that tests read. */
const pools = new Map<string, Database>()

/** Lets this process' reads use a database, as the web server does: in its role, and by the scope of each viewer. */
export function readFrom(made: Pick<TestDatabase, 'url'>): Database {
  process.env.AUTH_SECRET ??= 'a secret that only tests know, 32+'
  process.env.FURROW_DATABASE_URL = made.url
  const shared = globalThis as typeof globalThis & {
    furrowDatabase?: Database
    furrowLogger?: pino.Logger
  }
  const web = pools.get(made.url) ?? openDatabase(made.url, { work: 'web' })
  pools.set(made.url, web)
  shared.furrowDatabase = web
  shared.furrowLogger = pino({ level: 'silent' })
  return web
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

/** Calls a route's own handler as Next.js would, with a path below the origin. */
export function ask(
  handlers: Handlers,
  path: string,
  init: RequestInit & { method?: keyof Handlers } = {},
): Promise<Response> {
  return handlers[init.method ?? 'GET'](new Request(`http://localhost:3000${path}`, init))
}
