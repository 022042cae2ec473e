import 'server-only'
import { UpstreamError } from '../upstream/errors.ts'
import { readChecked, type Slice } from './checked-walk.ts'
import type { FilterName } from './lists.ts'
import { isRefusal, isUnknownValue, type Trust } from './probe.ts'
import type { MirrorRecord } from './row.ts'
import { WalkError } from './walk.ts'

/**
 * Which values of a filter claimed each row of a window. Without `isComplete` nothing may be concluded from it. `refused`: values
 * that the source says do not exist: nothing is known of their rows. `reason`: why the window is partial, for people.
 */
export type Claims =
  | {
      isComplete: true
      byId: ReadonlyMap<string, readonly string[]>
      refused: readonly string[]
      reason: string | null
    }
  | { isComplete: false; reason: string | null }

/** What happened to one value: refused (its spelling may be wrong), or how many rows it claimed. */
export type PartitionResult = { value: string; rows: number | null; error: string | null }

export type ClaimsOptions = {
  name: FilterName
  values: readonly string[]
  /** Rows of the whole walk. */
  wholeSize: number
  slice: (value: string) => Slice<MirrorRecord>
  /** `isFresh`: do not rely on an earlier probe. */
  probe: (isFresh: boolean) => Promise<Trust>
  onResult: (result: PartitionResult) => Promise<void>
}

/** Rows that may leave a window between its whole walk and the walk by a filter: that many, or half of them. */
const MAX_LEFT_ROWS = 5

/** True when an ignored filter could have listed as many rows, even if some left the window since the whole walk. */
function looksIgnored(claimed: number, whole: number): boolean {
  return claimed > 0 && whole - claimed <= Math.max(MAX_LEFT_ROWS, whole / 2)
}

/**
 * Reads one walk per value of a filter. Complete only if the filter is to be believed and every walk is count-checked.
 * A value that claims nearly every row proves its filter once more: an ignored filter looks exactly like it.
 * `reason` null: the filter is not to be believed at all and is not part of the run.
 */
export async function readClaims(options: ClaimsOptions): Promise<Claims> {
  const { name, values, wholeSize } = options
  const byId = new Map<string, string[]>()
  try {
    if (values.length > 0 && !(await options.probe(false)).isTrusted) return untrusted
    const faults: string[] = []
    const refused: string[] = []
    for (const value of values) {
      const fault = await readPartition(options, value, byId)
      if (fault === 'untrusted') return untrusted
      if (fault === 'unknown') refused.push(value)
      else if (fault !== null) faults.push(fault)
    }
    const reason = [...faults, ...refused.map((value) => refusal(name, value))].join(' ') || null
    if (faults.length > 0) return { isComplete: false, reason }
    return { isComplete: true, byId, refused, reason }
  } catch (error) {
    if (!(error instanceof UpstreamError) && !(error instanceof WalkError)) throw error
    return {
      isComplete: false,
      reason: `The walks by ${name} of ${wholeSize} rows broke off: ${error.message}`,
    }
  }
}

const untrusted: Claims = { isComplete: false, reason: null }

function refusal(name: FilterName, value: string): string {
  return `The source does not accept the ${name} "${value}": check its spelling.`
}

/** Adds one value's claims. Out: why they cannot be used, `unknown` where the source knows no such value, or null. */
async function readPartition(
  options: ClaimsOptions,
  value: string,
  byId: Map<string, string[]>,
): Promise<string | 'untrusted' | 'unknown' | null> {
  const { name } = options
  try {
    const reading = await readChecked(options.slice(value))
    const isDoubtful = looksIgnored(reading.rows.size, options.wholeSize)
    if (isDoubtful && !(await options.probe(true)).isTrusted) return 'untrusted'
    for (const id of reading.rows.keys()) {
      const claims = byId.get(id)
      if (claims) claims.push(value)
      else byId.set(id, [value])
    }
    await options.onResult({ value, rows: reading.rows.size, error: null })
    const fault = reading.fault ?? unreadable(reading.rejected.length)
    return fault && `By ${name} "${value}": ${fault}`
  } catch (error) {
    if (!isRefusal(error)) throw error
    await options.onResult({ value, rows: null, error: 'refused' })
    return isUnknownValue(error) ? 'unknown' : refusal(name, value)
  }
}

/** A row whose id cannot be read is counted and claims nothing: it may be any of the rows that seem unclaimed. */
function unreadable(count: number): string | null {
  return count === 0 ? null : `${count} ${count === 1 ? 'row' : 'rows'} without a readable id.`
}
