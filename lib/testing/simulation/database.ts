import 'server-only'
import { drizzle } from 'drizzle-orm/node-postgres'
import pg from 'pg'
import type { Database } from '#lib/server/db/client.ts'
import { SCHEMA } from '#lib/server/db/schema-number.ts'
import { queryAsFormer } from './former-release.ts'
import type { Random } from './random.ts'
import { currentTask, type Decision, type Stop, type Task } from './task.ts'

export type SimulatedDatabase = {
  db: Database
  /** Ends what an abandoned task had in progress, as PostgreSQL does when a connection breaks. */
  cutOff(task: Task): Promise<void>
  /** Empties the mirror. */
  clean(): Promise<void>
  close(): Promise<void>
}

const TABLES = [
  'billing_period',
  'billing_period_version',
  'invoice',
  'invoice_version',
  'payment_link_sighting',
  'row_history',
  'billing_period_day',
  'billing_period_week',
  'billing_period_year',
  'collected_age',
  'collection_week',
  'contract',
  'contract_pending',
  'contract_standing',
  'invoice_day',
  'invoice_week',
  'invoice_year',
  'unpaid_day',
  'sync_window',
  'source_fact',
  'source_error',
]
/** Deletes are cheap for a few rows but leave dead rows behind, so every 25th clean truncates instead. */
const CLEANS_PER_TRUNCATE = 25

/** A deadlock between runs must surface as an error instead of hanging the simulation. */
const LOCK_TIMEOUT_MS = 20_000

const IDLE_LIMIT = 'idle_in_transaction_session_timeout'

/** Opens a pool in which every statement inside a task waits for permission to continue. */
export async function openSimulatedDatabase(url: string): Promise<SimulatedDatabase> {
  const settings = { lock_timeout: LOCK_TIMEOUT_MS, 'furrow.scope': 'all', 'furrow.schema': SCHEMA }
  const options = Object.entries(settings).map(([name, value]) => `-c ${name}=${value}`)
  // Not `openDatabase`: the seed decides at each statement of the sync, and no other may intervene.
  const db = drizzle(new pg.Pool({ connectionString: url, options: options.join(' '), max: 12 }))
  const lent = new Map<pg.PoolClient, Task>()
  db.$client.on('connect', (client) => gate(client, lent))
  db.$client.on('release', (_error, client) => lent.delete(client))
  await dropIndexes(db)
  let cleans = 0
  return {
    db,
    // A rollback leaves the same state as a broken connection, and avoids a reconnect.
    cutOff: async (task) => {
      for (const [client, holder] of [...lent]) {
        if (holder !== task) continue
        await client.query('rollback')
        // Code that waited for this connection never removes its listeners.
        client.removeAllListeners('error')
        client.on('error', () => {})
        client.release()
      }
    },
    clean: async () => {
      const isThorough = cleans % CLEANS_PER_TRUNCATE === 0
      cleans += 1
      const empty = isThorough
        ? `truncate ${TABLES.join(', ')}`
        : TABLES.map((table) => `delete from ${table}`).join(';')
      await db.$client.query(`${empty}; update mirror_state set version = 1`)
    },
    close: () => db.$client.end(),
  }
}

/**
 * Drops indexes that only speed up reads of many rows: a simulated mirror has few rows and constant writes.
 */
async function dropIndexes(db: Database): Promise<void> {
  const { rows } = await db.$client.query<{ name: string }>(
    `select indexrelid::regclass::text as name from pg_index join pg_class on pg_class.oid = indrelid
      where relnamespace = 'public'::regnamespace and not indisunique`,
  )
  if (rows.length > 0) await db.$client.query(`drop index ${rows.map(({ name }) => name).join(', ')}`)
}

type Query = (...args: unknown[]) => unknown
type Done = (error: Error | null, result?: unknown) => void

/** pg's `query` has many overloads; drizzle and the pool use it with a promise or a final callback. */
function asQuery(client: pg.PoolClient): { query: Query } {
  return client as unknown as { query: Query }
}

function gate(client: pg.PoolClient, lent: Map<pg.PoolClient, Task>): void {
  const gated = asQuery(client)
  const plain = withoutIdleLimit(gated.query.bind(client))
  gated.query = (...args) => {
    const task = currentTask()
    if (task === null) return plain(...args)
    lent.set(client, task)
    const done = args.at(-1)
    if (typeof done !== 'function') return guarded(task, args, plain)
    guarded(task, args.slice(0, -1), plain).then(
      (result) => (done as Done)(null, result),
      (error: Error) => (done as Done)(error),
    )
    return undefined
  }
}

/**
 * Lifts the limit that the sync sets on an idle transaction: on a slow machine that limit would end a
 * scenario in which nothing is wrong. The statements stay, and set something that PostgreSQL does not know.
 */
function withoutIdleLimit(query: Query): Query {
  const renamed = (text: string) => text.replaceAll(IDLE_LIMIT, 'furrow.no_limit')
  return (first, ...rest) => {
    if (typeof first === 'string') return query(renamed(first), ...rest)
    if (typeof first !== 'object' || first === null || !('text' in first)) return query(first, ...rest)
    return query({ ...first, text: renamed(String(first.text)) }, ...rest)
  }
}

async function guarded(task: Task, args: readonly unknown[], plain: Query): Promise<unknown> {
  const text = textOf(args[0])
  const decision = await task.hold({ kind: 'statement', text })
  if (decision === 'fail') throw new InjectedFault(text)
  const result = await (task.former === null
    ? plain(...args)
    : queryAsFormer(task.former, { text, isLoose: !task.isInTransaction }, args, plain))
  if (text === 'begin') task.isInTransaction = true
  if (text === 'commit' || text === 'rollback') task.isInTransaction = false
  if (decision === 'fail-after') throw new InjectedFault(text)
  if (decision === 'die-after') {
    task.die()
    return new Promise(() => {})
  }
  return result
}

function textOf(query: unknown): string {
  const text = typeof query === 'object' && query !== null && 'text' in query ? query.text : query
  return String(text).replace(/\s+/g, ' ').trim()
}

/** The error that PostgreSQL, or the connection to it, gives instead of a result. */
export class InjectedFault extends Error {
  override name = 'InjectedFault'
  readonly code = '57P01'

  constructor(text: string) {
    super(`terminating connection: ${text.slice(0, 60)}`)
  }
}

/**
 * True if a statement may change what readers see.
 * @param isLoose true outside a transaction.
 */
export function mayCommit(text: string, isLoose: boolean): boolean {
  if (text === 'commit') return true
  return (
    isLoose && /^(insert into|update|delete from|with) /.test(text) && !/source_fact|link_stage/.test(text)
  )
}

/** True for an error that the simulation injected, however it was wrapped. */
export function isInjected(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause) if (at instanceof InjectedFault) return true
  return false
}

/**
 * Decides the outcome of a step.
 * @param isLoose true outside a transaction.
 */
export function decide(random: Random, faultRate: number, { kind, text }: Stop, isLoose: boolean): Decision {
  if (kind === 'call' || text === 'rollback' || !random.chance(faultRate)) return 'run'
  // A `begin` that fails leaves no transaction, so there is no effect that could precede the failure.
  if (text === 'begin' || isLoose) return random.pick(['fail', 'die-after'])
  return random.pick(['fail', 'fail-after', 'die-after'])
}
