import 'server-only'
import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { OpenDayRange } from '#lib/calendar-date.ts'
import type { Database } from '#lib/server/db/client.ts'
import { requestWindows } from '#lib/server/db/window-requests.ts'
import { isRefusal, UpstreamError } from '#lib/server/upstream/errors.ts'
import type { WindowReason } from '#lib/window-reasons.ts'
import { factSchema, readFact, writeFact } from './facts.ts'
import type { FilterName, WalkedList } from './lists.ts'

/** Whether a filter can be trusted, and why not. */
export type Trust = { isTrusted: true } | { isTrusted: false; reason: WindowReason }

const probeFactSchema = factSchema(
  z.discriminatedUnion('state', [
    z.object({ state: z.literal('ok') }),
    z.object({ state: z.literal('ignored'), value: z.string() }),
  ]),
)
type ProbeFact = z.infer<typeof probeFactSchema>['value']

const VALID_MS = 24 * 3_600_000
/** An ignored filter is probed again soon, because new rows have no funding source until it works. */
const IGNORED_VALID_MS = 2 * 60_000
/** Values that no list contains. */
const IMPOSSIBLE: Record<FilterName, string> = { currency: 'QZX', funding_source: 'QZXV-7F3A-NO-SUCH-NAME' }

export type ProbeOptions = {
  db: Database
  list: WalkedList
  name: FilterName
  /** The values that the filter is about to be used with. */
  values: readonly string[]
  now: () => Date
  signal: AbortSignal
  /** Maximum age of a cached probe in milliseconds; older ones are repeated. */
  validMs?: number
  /** Called before each call; throws when no further call is allowed. */
  onCall?: () => Promise<void>
  /**
   * When a person requested the run (epoch milliseconds). An ignored filter may have been fixed since the
   * last probe.
   */
  askedAt?: number | null
}

/**
 * Probes whether a filter works: a value that cannot exist, and parts of a real one, must return no row. A
 * source that rejects such a value passes. The result is cached for a day, or for two minutes if the filter
 * was ignored. When an ignored filter works again, the windows read without it are requested.
 * @throws {UpstreamError} when the source cannot be queried now
 */
export async function probeFilter(options: ProbeOptions): Promise<Trust> {
  const { db, list, name, now } = options
  const key = keyOf(list, name)
  const known = await readFact(db, key, probeFactSchema)
  const isIgnored = known?.value.state === 'ignored'
  const isDoubted = isIgnored && known.at < (options.askedAt ?? 0)
  const validMs = Math.min(options.validMs ?? VALID_MS, isIgnored ? IGNORED_VALID_MS : VALID_MS)
  const isValid = known && Math.abs(now().getTime() - known.at) < validMs
  if (isValid && !isDoubted) return trustOf(name, known.value)
  const found = await ask(options)
  await writeFact(db, key, found, now())
  if (isIgnored && found.state === 'ok') await rereadDoubted(options)
  return trustOf(name, found)
}

/**
 * Repeats the query of one window with a value that cannot exist. If rows come back, the earlier walks may
 * not have been filtered either, and the filter is recorded as ignored.
 * @throws {UpstreamError} when the source cannot be queried now
 */
export async function proveFilter(options: ProbeOptions & { days: OpenDayRange }): Promise<Trust> {
  const { db, list, name, now, days } = options
  const value = IMPOSSIBLE[name]
  if (!(await hasRows(options, { ...days, value }))) return { isTrusted: true }
  const found = { state: 'ignored', value } as const
  await writeFact(db, keyOf(list, name), found, now())
  return trustOf(name, found)
}

function keyOf({ source, resource }: WalkedList, name: FilterName) {
  return { source, resource, fact: `probe:${name}` }
}

/** Rows that were added while the filter was ignored have no funding source yet. */
async function rereadDoubted({ db, list, now }: ProbeOptions): Promise<void> {
  const { source, resource } = list
  const where = sql`source = ${source} and resource = ${resource} and attribution_faults is not null`
  await requestWindows(db, where, now())
}

function trustOf(name: FilterName, fact: ProbeFact): Trust {
  if (fact.state === 'ok') return { isTrusted: true }
  return { isTrusted: false, reason: { code: 'filter_ignored', filter: name, value: fact.value } }
}

async function ask(options: ProbeOptions): Promise<ProbeFact> {
  for (const value of [IMPOSSIBLE[options.name], ...partsOf(options.values)]) {
    if (await hasRows(options, { from: null, to: null, value, limit: 1 })) return { state: 'ignored', value }
  }
  return { state: 'ok' }
}

/** Tells whether the list returns or counts any row for a value. A value that the source rejects has none. */
async function hasRows(
  { list, name, signal, onCall }: ProbeOptions,
  { value, ...query }: OpenDayRange & { value: string; limit?: number },
): Promise<boolean> {
  try {
    await onCall?.()
    const options = { signal, mayBeRefused: true }
    const page = await list.readPage({ ...query, filter: { name, value } }, null, options)
    return page.records.length > 0 || page.rejected.length > 0 || (page.count ?? 0) > 0
  } catch (error) {
    if (!isRefusal(error)) throw error
    return false
  }
}

/**
 * The beginning and the end of a real value. A filter that matches parts of names would return rows for them.
 */
function partsOf(values: readonly string[]): string[] {
  const value = values.find((candidate) => candidate.length >= 3)
  if (value === undefined) return []
  const parts = [value.slice(1).trim(), value.slice(0, Math.ceil(value.length / 2)).trim()]
  return parts.filter((part) => part !== '' && !values.includes(part))
}

/** True if the upstream says outright (400 or 422) that the value does not exist, so no row can have it. */
export function isUnknownValue(error: unknown): boolean {
  return error instanceof UpstreamError && [400, 422].includes(error.status ?? 0)
}
