import 'server-only'
import { type SQL, sql } from 'drizzle-orm'
import { type Database, type Executor, rows } from '#lib/server/db/client.ts'
import { transact } from '#lib/server/db/transact.ts'
import { type PlannedWindow, windowKey } from './plan.ts'
import { lockPlanning, plannedColumns, plannedRows } from './windows.ts'

/**
 * How long a crashed worker's windows stay leased. A live worker renews its leases every RENEW_EVERY_MS.
 */
const LEASE_MS = 8_000
export const RENEW_EVERY_MS = 2_000

const until = sql.raw(`clock_timestamp() + interval '${LEASE_MS} milliseconds'`)

/** `windowKey` in SQL. */
const key = sql.raw(`source || ' ' || resource || ' ' || from_day`)

function whereKeyIn(keys: readonly string[]): SQL {
  return sql`${key} = any(${sql.param([...keys])}::text[])`
}

/** Reads the keys (`windowKey`) of the windows that any worker holds now. */
async function readTaken(tx: Executor): Promise<Set<string>> {
  const taken = await rows<{ key: string }>(
    tx,
    sql`select ${key} as key from sync_window where leased_until > clock_timestamp()`,
  )
  return new Set(taken.map(({ key }) => key))
}

/**
 * Leases windows for a worker until `choose` returns null. Only one worker of a database chooses at a time,
 * so each choice takes all held leases into account.
 * @returns the leased windows, each with the token of its new run; `isStale` if a chosen window changed since
 * it was loaded, so that the caller must reload
 */
export async function takeWindows(
  db: Database,
  worker: string,
  choose: (taken: ReadonlySet<string>, tx: Executor) => Promise<PlannedWindow | null>,
): Promise<{ windows: PlannedWindow[]; isStale: boolean }> {
  return transact(db, async (tx) => {
    await lockPlanning(tx)
    const windows: PlannedWindow[] = []
    const held = await readTaken(tx)
    for (;;) {
      const chosen = await choose(held, tx)
      if (chosen === null) return { windows, isStale: false }
      const taken = await take(tx, worker, chosen)
      if (taken === null) return { windows, isStale: true }
      windows.push(taken)
      held.add(windowKey(taken))
    }
  })
}

async function take(tx: Executor, worker: string, window: PlannedWindow): Promise<PlannedWindow | null> {
  const { source, resource, fromDay, token } = window
  // Skips a row that another transaction is writing: its token is about to change anyway.
  const [taken] = await plannedRows(
    tx,
    sql`update sync_window set token = token + 1, leased_by = ${worker}, leased_until = ${until}
      where ctid = (
        select ctid from sync_window
        where source = ${source} and resource = ${resource} and from_day = ${fromDay} and token = ${token}
          and (leased_until is null or leased_until <= clock_timestamp())
        for update skip locked)
      returning ${plannedColumns}`,
  )
  return taken ?? null
}

/** A run, as its lease identifies it. */
export type Lease = { key: string; token: number }

/**
 * Extends the leases of a worker. Skips a window that is being applied: nobody can take it while its row is
 * locked.
 * @returns the keys of runs whose window another run has taken meanwhile
 */
export async function renewLeases(db: Database, worker: string, held: readonly Lease[]): Promise<string[]> {
  if (held.length === 0) return []
  const whereHeld = whereKeyIn(held.map(({ key }) => key))
  await db.execute(sql`
    update sync_window set leased_until = ${until}
    where ctid = any(array(
      select ctid from sync_window where leased_by = ${worker} and ${whereHeld} for update skip locked))`)
  const current = await rows<Lease>(db, sql`select ${key} as key, token from sync_window where ${whereHeld}`)
  const tokens = new Map(current.map(({ key, token }) => [key, token]))
  return held.filter(({ key, token }) => tokens.get(key) !== token).map(({ key }) => key)
}

/**
 * Releases leases of a worker and notifies the other workers, who may take the windows at once.
 * @param keys windows to release; without them, all of the worker's windows
 */
export async function giveBack(db: Executor, worker: string, keys?: readonly string[]): Promise<void> {
  const left = await rows<{ token: number }>(
    db,
    sql`update sync_window set token = token + 1, leased_until = null, leased_by = null
      where leased_by = ${worker} and ${keys ? whereKeyIn(keys) : sql`true`} returning token`,
  )
  if (left.length > 0) await db.execute(sql`select pg_notify('furrow_refresh', 'handed back')`)
}
