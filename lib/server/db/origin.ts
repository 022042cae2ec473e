import 'server-only'
import { sql } from 'drizzle-orm'
import { ExplainedError } from '#lib/errors.ts'
import type { Env } from '#lib/server/config/env.ts'
import { logger } from '#lib/server/log/logger.ts'
import { sourceName } from '#lib/server/words/names.ts'
import { SOURCES, type Source } from '#lib/sources.ts'
import { commandWords } from '#lib/words/command-words.ts'
import { type Database, type Executor, query, rows } from './client.ts'
import { transact } from './transact.ts'

const t = commandWords('commands')

/** A source has another address than the one this database mirrors; the message names the fix. */
export class OriginError extends ExplainedError {
  override name = 'OriginError'

  constructor(changes: readonly Change[]) {
    const lines = changes.map(
      (change) => `  ${t('origin.change', { ...change, source: sourceName(change.source) })}`,
    )
    super([t('origin.other'), ...lines, fixOf(changes)].join('\n'))
  }
}

/** Invented data is never the same data at a new address, so the fix names `--adopt` for real sources only. */
function fixOf(changes: readonly Change[]): string {
  if (changes.some(({ origin }) => origin.startsWith(OF_SANDBOX))) return t('origin.fix-for-sandbox')
  if (changes.some(({ former }) => former.startsWith(OF_SANDBOX))) return t('origin.fix-of-sandbox')
  return t('origin.fix')
}

/** Address and path of each configured source, without credentials. */
export type Origins = Readonly<Partial<Record<Source, string>>>
type Named = { source: Source; origin: string }
type Change = Named & { former: string }

const WHOLE_SOURCE = 'all'
/** How the origin of a sandbox begins, set in FURROW_SANDBOX_ORIGIN by the start. */
const OF_SANDBOX = 'sandbox:'

/**
 * Checks that every configured source is the one this database mirrors, and records a source seen for the
 * first time. An address from which nothing was read is replaced, and the facts and faults recorded under it
 * are deleted.
 * @param note receives a line for each replaced address
 * @throws {OriginError} when an address changed after something was read: rows of two origins must never be
 * mixed
 */
export async function checkOrigins(
  db: Database,
  env: Env,
  note: (line: string) => void = () => {},
): Promise<void> {
  const refused: Change[] = []
  for (const named of namedOf(originsOf(env))) {
    const change = await transact(db, (tx) => takeOver(tx, named))
    if (change === null) continue
    if (change.isRead) refused.push(change)
    else note(t('origin.replaced', { ...change, source: sourceName(change.source) }))
  }
  if (refused.length > 0) throw new OriginError(refused)
}

/**
 * Declares that the configured addresses hold the same data as mirrored so far, e.g. after an upstream moved.
 * @param only the one source to adopt; null: every configured source
 * @returns the sources whose recorded address changed
 */
export async function adoptOrigins(tx: Executor, env: Env, only: Source | null = null): Promise<Change[]> {
  const changes: Change[] = []
  for (const named of namedOf(originsOf(env))) {
    if (only !== null && named.source !== only) continue
    const former = await lockedOrigin(tx, named.source, 'update')
    if (former !== null && former !== named.origin) changes.push({ ...named, former })
    await replace(tx, named)
  }
  return changes
}

/**
 * Checks a source's origin in the transaction that stores rows read from `origin`; call this before storing.
 * The first such transaction of a source decides the origin, and no other process can change the origin until
 * that transaction ends.
 * @throws {OriginError} when rows or complete windows of another origin are stored
 */
export async function requireOrigin(tx: Executor, source: Source, origin: string | undefined): Promise<void> {
  if (origin === undefined) return
  const former = await lockedOrigin(tx, source, 'share')
  if (former === null || former === origin) return
  const change = await changeTo(tx, { source, origin })
  if (change === null) return
  if (change.isRead) throw new OriginError([change])
  await replace(tx, { source, origin })
  logger().info(
    { source, origin, former: change.former },
    "replaced a source's origin, from which nothing had been read",
  )
}

/**
 * Tells whether the database mirrors a source from another address than this process is configured with. The
 * check at the start does not stay true: another process may have stored the first rows since, from its
 * own address, or adopted a new one.
 */
export async function isMirroredElsewhere(tx: Executor, env: Env, source: Source): Promise<boolean> {
  const own = originsOf(env)[source]
  const recorded = own === undefined ? null : await readOrigin(tx, source)
  return recorded !== null && recorded !== own
}

async function takeOver(tx: Executor, named: Named): Promise<(Change & { isRead: boolean }) | null> {
  await tx.execute(sql`${insertOf(named)} on conflict (source, resource, fact) do nothing`)
  const change = await changeTo(tx, named)
  if (change === null || change.isRead) return change
  await replace(tx, named)
  await forgetAnswers(tx, named.source)
  return change
}

/**
 * Tells whether the recorded origin differs, and whether anything was read from the recorded one. Locks a
 * differing origin.
 */
async function changeTo(tx: Executor, named: Named): Promise<(Change & { isRead: boolean }) | null> {
  if ((await readOrigin(tx, named.source)) === named.origin) return null
  // A transaction that writes the first rows holds this lock; after it ends, those rows are visible.
  const former = await lockedOrigin(tx, named.source, 'update')
  if (former === null || former === named.origin) return null
  return { ...named, former, isRead: await isRead(tx, named.source) }
}

async function readOrigin(tx: Executor, source: Source): Promise<string | null> {
  const [known] = await rows<{ origin: string | null }>(tx, selectOf(source))
  return known?.origin ?? null
}

async function lockedOrigin(tx: Executor, source: Source, lock: 'share' | 'update'): Promise<string | null> {
  const [known] = await query<{ origin: string | null }>(tx)`${selectOf(source)} for ${sql.raw(lock)}`
  return known?.origin ?? null
}

const selectOf = (source: Source) => sql`select value ->> 'origin' as origin from source_fact
  where source = ${source} and resource = ${WHOLE_SOURCE} and fact = 'origin'`

const insertOf = ({ source, origin }: Named) => sql`
  insert into source_fact (source, resource, fact, value, at)
  values (${source}, ${WHOLE_SOURCE}, 'origin', ${JSON.stringify({ origin })}::jsonb, now())`

async function replace(tx: Executor, named: Named): Promise<void> {
  await tx.execute(sql`${insertOf(named)}
    on conflict (source, resource, fact) do update set value = excluded.value, at = excluded.at`)
}

/** True when an origin counts as read: a row or a complete window is stored. */
async function isRead(tx: Executor, source: Source): Promise<boolean> {
  const billingPeriods = source === 'hello-tractor' ? sql`or exists (select from billing_period)` : sql``
  const [found] = await query<{ isRead: boolean }>(tx)`
    select exists (select from invoice where source = ${source}) ${billingPeriods}
      or exists (select from sync_window where source = ${source} and last_complete_at is not null) as "isRead"`
  return found?.isRead ?? true
}

/**
 * Deletes facts and faults of a wrong address, which say nothing about the right one. A pause is an
 * operator's choice and stays.
 */
async function forgetAnswers(tx: Executor, source: Source): Promise<void> {
  await tx.execute(sql`
    delete from source_fact where source = ${source} and fact not in ('origin', 'paused', 'configuration')`)
  await tx.execute(sql`
    update sync_window set due_at = now(), failures = 0, error_code = null, error_detail = null, failed_at = null,
      state = case when last_run_at is null then 'never_read' else state end,
      state_since = case when last_run_at is null then null else state_since end,
      reasons = case when last_run_at is null then null else reasons end
    where source = ${source}`)
}

/** The identity of each configured source: its address, or for the sandbox its seed and first day. */
export function originsOf(env: Env): Origins {
  const sandbox = process.env.FURROW_SANDBOX_ORIGIN
  const { helloTractor, paymentLinks, clientInvoices } = env.upstreams
  const urls: Record<Source, string | null> = {
    'hello-tractor': helloTractor?.baseUrl ?? null,
    'payment-links': paymentLinks && new URL(paymentLinks.path, paymentLinks.baseUrl).href,
    'client-invoices': clientInvoices?.baseUrl ?? null,
  }
  const known = Object.entries(urls).filter((entry): entry is [Source, string] => entry[1] !== null)
  return Object.fromEntries(
    known.map(([source, url]) => [source, env.sandbox && sandbox ? sandbox : withoutCredentials(url)]),
  )
}

function namedOf(origins: Origins): Named[] {
  return SOURCES.flatMap((source) => {
    const origin = origins[source]
    return origin === undefined ? [] : [{ source, origin }]
  })
}

function withoutCredentials(address: string): string {
  const url = new URL(address)
  return `${url.origin}${url.pathname.replace(/\/$/, '')}`
}
