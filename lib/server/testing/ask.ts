import 'server-only'
import { rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pino from 'pino'
import type { Viewer } from '../people/viewer.ts'
import { type TestDatabase, testDatabase } from './database.ts'

/** A database of its own that this process' reads use, as the start command would have set it. */
export async function useTestDatabase(): Promise<TestDatabase> {
  const made = await testDatabase()
  readFrom(made)
  return made
}

/** Lets this process' reads use a database. */
export function readFrom(made: Pick<TestDatabase, 'db' | 'url'>): void {
  process.env.AUTH_SECRET ??= 'a secret that only tests know, 32+'
  process.env.DATA_DIR ??= ownDataDir()
  process.env.FURROW_DATABASE_URL = made.url
  const shared = globalThis as typeof globalThis & {
    furrowDatabase?: TestDatabase['db']
    furrowLogger?: pino.Logger
  }
  shared.furrowDatabase = made.db
  shared.furrowLogger = pino({ level: 'silent' })
}

/** Where this process writes files beside the database; gone when it ends. */
function ownDataDir(): string {
  const folder = path.join(tmpdir(), `furrow-test-data-${process.pid}`)
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Everything there is to see. */
export const operator: Viewer = {
  kind: 'person',
  id: 'operator',
  name: 'An operator',
  role: 'operator',
  fundingSources: 'all',
}

/** Who may do everything. */
export const admin: Viewer = { ...operator, id: 'admin', name: 'An admin', role: 'admin' }

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
