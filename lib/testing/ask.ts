import 'server-only'
import { rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pino from 'pino'
import { processWide } from '#lib/server/config/process-wide.ts'
import { type Database, openDatabase } from '#lib/server/db/client.ts'
import type { Viewer } from '#lib/server/viewer.ts'
import { type TestDatabase, testDatabase } from './database.ts'
import { forgetLimits } from './limits.ts'
import { signedInAs } from './people.ts'

/** The database that this process reads, and the session cookies of its viewers. */
let inUse: { url: string; db: Database; cookies: Map<string, Promise<string>> } | undefined

/** Creates a database and makes this process's reads use it, as the start command would. */
export async function openTestDatabase(template?: string): Promise<TestDatabase> {
  const made = await testDatabase(template)
  const web = readFrom(made)
  const drop = async () => {
    await web.$client.end()
    await made.drop()
  }
  return { ...made, drop }
}

/** The web server's pool for each database that tests read. */
const pools = new Map<string, Database>()

/**
 * Makes this process's reads use a database like the web server does: in its role, with each viewer's scope.
 */
export function readFrom(made: Pick<TestDatabase, 'url'>): Database {
  process.env.AUTH_SECRET ??= 'a secret that only tests know, 32+'
  process.env.DATA_DIR ??= ownDataDir()
  process.env.FURROW_DATABASE_URL = made.url
  const web = pools.get(made.url) ?? openDatabase(made.url, { work: 'web' })
  pools.set(made.url, web)
  processWide<Database>('furrowDatabase').value = web
  processWide<pino.Logger>('furrowLogger').value = pino({ level: 'silent' })
  if (inUse?.url !== made.url) inUse = { url: made.url, db: web, cookies: new Map() }
  return web
}

/** Returns the folder for this process's files outside the database; the folder is deleted at exit. */
function ownDataDir(): string {
  const folder = path.join(tmpdir(), `furrow-test-data-${process.pid}`)
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** A viewer who may see all rows. */
export const operator: Viewer = {
  kind: 'person',
  id: 'operator',
  name: 'An operator',
  role: 'operator',
  fundingSources: 'all',
}

/** A viewer who may do everything. */
export const admin: Viewer = { ...operator, id: 'admin', name: 'An admin', role: 'admin' }

/** Creates a viewer who may see only the rows of these funding sources. */
export function financier(...fundingSources: string[]): Viewer {
  const id = ['financier', ...fundingSources].join(':')
  return { kind: 'person', id, name: 'A financier', role: 'financier', fundingSources }
}

type Handler = (request: Request) => Promise<Response>
type Handlers = Record<'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS', Handler>

type AskOptions = RequestInit & {
  method?: keyof Handlers
  /** The viewer, with a session of their own; null: not signed in. Defaults to an operator. */
  as?: Viewer | null
}

/**
 * Calls a route's handler like Next.js would, with a path below the origin and the cookie of the viewer's
 * session. Resets the rate limits before each call.
 */
export async function ask(
  handlers: Handlers,
  path: string,
  { as, ...init }: AskOptions = {},
): Promise<Response> {
  await forgetLimits()
  const headers = new Headers(init.headers)
  const cookie = as === null ? '' : await cookieOf(as ?? operator)
  if (cookie && !headers.has('cookie')) {
    headers.set('cookie', cookie)
    // As a browser marks a request of one of our own pages.
    if (!headers.has('sec-fetch-site') && !headers.has('origin')) headers.set('sec-fetch-site', 'same-origin')
  }
  return handlers[init.method ?? 'GET'](new Request(`http://localhost:3000${path}`, { ...init, headers }))
}

/** Posts JSON without a session. `headers` override a browser's at 10.0.0.1; a text body stays unchanged. */
export function post(
  handlers: Handlers,
  path: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Response> {
  return ask(handlers, path, {
    method: 'POST',
    as: null,
    headers: { 'content-type': 'application/json', 'x-furrow-address': '10.0.0.1', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
}

/** Returns the Cookie header of a viewer's session in the current database; created on first use. */
async function cookieOf(viewer: Viewer): Promise<string> {
  if (!inUse) throw new Error('Ask after openTestDatabase or readFrom')
  const key = JSON.stringify(viewer)
  const { db, cookies } = inUse
  const made = cookies.get(key) ?? signedInAs(viewer, db)
  cookies.set(key, made)
  return made
}
