import 'server-only'
import { isRefusal, UpstreamError } from '#lib/server/upstream/errors.ts'
import type { PartFault, WindowReason } from '#lib/window-reasons.ts'
import { type ExtraPages, readChecked, type Slice } from './checked-walk.ts'
import type { FilterName } from './lists.ts'
import { isUnknownValue, type Trust } from './probe.ts'
import type { MirrorRecord } from './row.ts'
import { WalkError, walkPages } from './walk.ts'

/**
 * Which values of a filter claimed each row of a window. If `isComplete` is false, nothing may be concluded
 * from the walks. `asked` holds the values queried; `refused` those that the source says do not exist, so
 * nothing is known of their rows. `reasons` tell why the window is partial, `doubt` why the filter is not
 * trusted although every row was read.
 */
export type Claims =
  | {
      isComplete: true
      byId: ReadonlyMap<string, readonly string[]>
      asked: readonly string[]
      refused: readonly string[]
      reasons: readonly WindowReason[]
    }
  | { isComplete: false; reasons: readonly WindowReason[]; doubt: WindowReason | null }

/**
 * The outcome of one value's walk: the number of rows it claimed, or `refused` (its spelling may be wrong).
 */
export type PartitionResult = { value: string; rows: number | null; error: string | null }

export type ClaimsOptions = {
  name: FilterName
  values: readonly string[]
  /** Number of rows of the whole walk. */
  wholeSize: number
  /** Stored values, by id, for rows of the whole walk that lack the field themselves. */
  known: ReadonlyMap<string, string>
  slice: (value: string) => Slice<MirrorRecord>
  /** Page budget of the window. */
  extra?: ExtraPages
  /** Tells whether the filter works. `isFresh` makes a new probe instead of using a cached one. */
  probe: (isFresh: boolean) => Promise<Trust>
  /** Repeats the window's own query with a value that cannot exist. */
  prove: () => Promise<Trust>
  onResult: (result: PartitionResult) => Promise<void>
}

/**
 * Rows that may leave a window between the whole walk and a filter walk: this many, or half of the window.
 */
const MAX_LEFT_ROWS = 5

/**
 * True if an ignored filter could have returned this many rows, even if some left the window since the whole
 * walk.
 */
function looksIgnored(claimed: number, whole: number): boolean {
  return claimed > 0 && whole - claimed <= Math.max(MAX_LEFT_ROWS, whole / 2)
}

/** In a smaller window two values may legitimately share all rows. */
const MIN_CONTRADICTED_ROWS = 4
const NEARLY_WHOLE = 0.9

/** True if a value claims so much of a window that a second value of that size contradicts it. */
function isNearlyWhole(claimed: number, whole: number): boolean {
  return whole >= MIN_CONTRADICTED_ROWS && claimed >= whole * NEARLY_WHOLE
}

/**
 * Reads one walk per value of a filter. The claims are complete only if the filter is trusted and every walk
 * is count-checked. Claims that an ignored filter could have produced, or that change stored values, also
 * need a proof made after the walks: an earlier probe proves nothing about later walks.
 * @throws any error that is neither an UpstreamError nor a WalkError; those two give incomplete claims with a
 * reason
 */
export async function readClaims(options: ClaimsOptions): Promise<Claims> {
  const { name, values, wholeSize } = options
  const byId = new Map<string, string[]>()
  try {
    if (values.length > 0) {
      const trust = await options.probe(false)
      if (!trust.isTrusted) return distrusted(trust.reason)
    }
    const faults: WindowReason[] = []
    const refused: string[] = []
    const nearlyWhole: string[] = []
    const doubtful: Doubtful[] = []
    for (const value of values) {
      const { ids, hasCount, fault } = await readPartition(options, value, byId)
      if (isNearlyWhole(ids.size, wholeSize)) nearlyWhole.push(value)
      if (nearlyWhole.length > 1) return await contradicted(options, nearlyWhole)
      const isNew = ids.values().some((id) => !options.known.has(id))
      if (isNew && (!hasCount || looksIgnored(ids.size, wholeSize))) doubtful.push({ value, ids })
      if (fault === 'unknown') refused.push(value)
      else if (fault !== null) faults.push(fault)
    }
    const reasons = [...faults, ...refused.map((value) => refusal(name, value))]
    if (faults.length > 0) return { isComplete: false, reasons, doubt: null }
    const trust = await proved(options, byId, doubtful.length > 0)
    if (!trust.isTrusted) return distrusted(trust.reason)
    for (const each of doubtful) {
      if (await isSaidAgain(options, each)) continue
      const fault = { code: 'unsteady' } as const
      const reason: WindowReason = { code: 'part', filter: name, value: each.value, fault }
      return { isComplete: false, reasons: [reason], doubt: null }
    }
    return { isComplete: true, byId, asked: values, refused, reasons }
  } catch (error) {
    if (!(error instanceof UpstreamError) && !(error instanceof WalkError)) throw error
    const { code, message } = error
    const reason: WindowReason = { code: 'broken_off', filter: name, rows: wholeSize, error: code, message }
    return { isComplete: false, reasons: [reason], doubt: null }
  }
}

function distrusted(doubt: WindowReason): Claims {
  return { isComplete: false, reasons: [], doubt }
}

/**
 * Two values cannot both have nearly every row. Whatever the probe says, the filter did not apply to these
 * walks.
 */
async function contradicted(
  options: ClaimsOptions,
  [one = '', other = '']: readonly string[],
): Promise<Claims> {
  const trust = await options.probe(true)
  if (!trust.isTrusted) return distrusted(trust.reason)
  return distrusted({ code: 'contradicted', filter: options.name, values: [one, other] })
}

/**
 * Proves the filter as far as needed: nothing for known claims, one call for doubtful new ones, and a new
 * probe as well for claims that change stored values.
 */
async function proved(
  options: ClaimsOptions,
  byId: ReadonlyMap<string, readonly string[]>,
  isAnyDoubtful: boolean,
): Promise<Trust> {
  const isChanging = [...options.known].some(([id, value]) => {
    const found = byId.get(id) ?? []
    return found.length !== 1 || found[0] !== value
  })
  if (isChanging) {
    const trust = await options.probe(true)
    if (!trust.isTrusted) return trust
  }
  return isChanging || isAnyDoubtful ? options.prove() : { isTrusted: true }
}

/**
 * A value with new rows that an unfiltered walk could have returned, because there are so many or the source
 * gave no count.
 */
type Doubtful = { value: string; ids: ReadonlySet<string> }

/**
 * Tells whether a second walk of a value returns the same rows. An equal count is not enough: a filter that
 * failed on one page, and another page that omitted as many rows, give the right count of wrong rows.
 */
async function isSaidAgain(options: ClaimsOptions, { value, ids }: Doubtful): Promise<boolean> {
  const slice = options.slice(value)
  const first = await slice.read(null)
  if (first.count !== null && first.count !== ids.size) return false
  const { rows } = await walkPages(async (token) => (token === null ? first : slice.read(token)))
  return rows.size === ids.size && ids.values().every((id) => rows.has(id))
}

function refusal(filter: FilterName, value: string): WindowReason {
  return { code: 'refused', filter, value }
}

/**
 * Walks one value and adds its claims to `byId`.
 * @returns `fault`: why the claims cannot be used, `unknown` if the source knows no such value, or null
 */
async function readPartition(
  options: ClaimsOptions,
  value: string,
  byId: Map<string, string[]>,
): Promise<{ ids: ReadonlySet<string>; hasCount: boolean; fault: WindowReason | 'unknown' | null }> {
  const { name } = options
  try {
    const reading = await readChecked(options.slice(value), options.extra)
    for (const id of reading.rows.keys()) {
      const claims = byId.get(id)
      if (claims) claims.push(value)
      else byId.set(id, [value])
    }
    await options.onResult({ value, rows: reading.rows.size, error: null })
    const fault = reading.fault ?? unreadable(reading.rejected.length)
    return {
      ids: new Set(reading.rows.keys()),
      hasCount: reading.count !== null,
      fault: fault && { code: 'part', filter: name, value, fault },
    }
  } catch (error) {
    if (!isRefusal(error)) throw error
    await options.onResult({ value, rows: null, error: 'refused' })
    return { ids: new Set(), hasCount: true, fault: isUnknownValue(error) ? 'unknown' : refusal(name, value) }
  }
}

/**
 * A row without a readable id is counted but claims nothing. It may be any of the rows that seem unclaimed.
 */
function unreadable(count: number): PartFault | null {
  return count === 0 ? null : { code: 'no_id', rows: count }
}
