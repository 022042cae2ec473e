import 'server-only'
import type { Day } from '#lib/calendar-date.ts'
import type { Database } from '#lib/server/db/client.ts'
import type { ListPage, RejectedRow } from '#lib/server/upstream/contract.ts'
import type { WindowReason } from '#lib/window-reasons.ts'
import { otherAnswer, probeDays, probeDaysAgain, strangenessOf } from './answer-check.ts'
import type { AttributedBy } from './attribution.ts'
import { ExtraPages, readChecked } from './checked-walk.ts'
import { type Claims, type ClaimsOptions, type PartitionResult, readClaims } from './claims.ts'
import { refusalName } from './configuration.ts'
import { clearFact, writeFact } from './facts.ts'
import { readKnown } from './known.ts'
import { type FilterName, type ListQuery, sliceOf, type WalkedList } from './lists.ts'
import { probeFilter, proveFilter } from './probe.ts'
import { dayOf, type MirrorRecord, type MirrorRow, toMirrorRow } from './row.ts'

export type WindowRange = { fromDay: Day; toDay: Day | null }

export type ReadContext = {
  db: Database
  now: () => Date
  signal: AbortSignal
  /** The configured values of each filter. */
  values: Record<FilterName, readonly string[]>
  /** Names of the known facts about refused values, so that an accepted value needs no statement. */
  refused: Set<string>
  /** When a person requested this run, in epoch milliseconds; null: nobody did. */
  askedAt: number | null
  /** True if the last run of the window failed. */
  isRecovering: boolean
  /** Called before each call; throws when no further call is allowed. */
  onCall: () => Promise<void>
}

/** Everything that one run of a window read, ready to be applied. */
export type RunReading = {
  rows: MirrorRow[]
  rejected: readonly RejectedRow[]
  upstreamCount: number | null
  /** Distinct rows of the whole walk, including unreadable ones. */
  listedCount: number
  claims: AttributedBy
  /** True if the whole walk is count-checked: only then can a row be missing. */
  isWholeChecked: boolean
  /** Why the window is partial; empty: complete. */
  reasons: readonly WindowReason[]
}

const NOTHING_CLAIMED: Claims = { isComplete: true, byId: new Map(), asked: [], refused: [], reasons: [] }

/** The record field that each filter determines if the row lacks it. */
const FIELDS = { currency: 'currency', funding_source: 'fundingSource' } as const satisfies Record<
  FilterName,
  keyof MirrorRecord
>

/**
 * Reads a window: the whole walk, then one walk per value of each filter whose field some rows lack. All
 * lists of the window share one bound on the extra pages that a wrong count may cost.
 * @param known reasons of the last run, so that a lasting mismatch is not divided again in every run
 * @throws {UpstreamError | WalkError} when the whole walk cannot be used
 */
export async function readWindow(
  list: WalkedList,
  range: WindowRange,
  context: ReadContext,
  known: readonly WindowReason[],
): Promise<RunReading> {
  const query = { from: range.fromDay, to: range.toDay }
  const readPage = async (part: ListQuery, token: string | null): Promise<ListPage<MirrorRecord>> => {
    await context.onCall()
    const page = await list.readPage(part, token, { signal: context.signal })
    const strangeness = strangenessOf(list, part, page)
    if (strangeness === null) return page
    if (strangeness.what === 'days') await probeDays({ ...context, list })
    throw otherAnswer(strangeness)
  }
  const extra = new ExtraPages(known)
  const whole = await readChecked(sliceOf(list, query, readPage), extra)
  if (context.isRecovering) await probeDaysAgain({ ...context, list })
  const records = [...whole.rows.values()].filter((record) => isWanted(list, range, record))
  const claim = async (name: FilterName, idsWithout: readonly string[]): Promise<Claims> => {
    const isNeeded = records.some((record) => record[FIELDS[name]] === null)
    if (!isNeeded || !list.filters.includes(name)) return NOTHING_CLAIMED
    const slice = (value: string) => sliceOf(list, { ...query, filter: { name, value } }, readPage)
    const stored = await readKnown(context.db, list, name, idsWithout)
    return claimsOf({ list, name, query, wholeSize: whole.rows.size, known: stored, slice, extra }, context)
  }
  const idsWithout = (name: FilterName) =>
    [...whole.rows.values()].flatMap((record) => (record[FIELDS[name]] === null ? [record.id] : []))
  const claims = {
    currency: await claim('currency', idsWithout('currency')),
    fundingSource: await claim('funding_source', idsWithout('funding_source')),
  }
  const reasons = [
    ...(whole.fault === null ? [] : [whole.fault]),
    ...withoutId(whole.rejected.length),
    ...claims.currency.reasons,
    ...claims.fundingSource.reasons,
  ]
  return {
    rows: records.map(toMirrorRow),
    rejected: whole.rejected,
    upstreamCount: whole.count,
    listedCount: whole.rows.size + whole.rejected.length,
    claims,
    isWholeChecked: whole.fault === null && whole.rejected.length === 0,
    reasons,
  }
}

/** False for rows of neighbouring days, which belong to their own window. A row without a day is kept. */
function isWanted(list: WalkedList, range: WindowRange, record: MirrorRecord): boolean {
  const day = dayOf(record)
  if (list.isExact || day === null) return true
  return day >= range.fromDay && (range.toDay === null || day <= range.toDay)
}

/** The reason why a window is partial from which this many unreadable rows were left out. */
export function withoutId(rows: number): WindowReason[] {
  return rows === 0 ? [] : [{ code: 'no_id', rows }]
}

type ClaimedWindow = Pick<ClaimsOptions, 'name' | 'wholeSize' | 'known' | 'slice' | 'extra'> & {
  list: WalkedList
  query: ListQuery
}

function claimsOf({ list, query, ...claimed }: ClaimedWindow, context: ReadContext): Promise<Claims> {
  const { name } = claimed
  const { db, now, signal, onCall, askedAt } = context
  const values = context.values[name]
  const options = { db, list, name, values, now, signal, onCall, askedAt }
  return readClaims({
    ...claimed,
    values,
    probe: (isFresh) => probeFilter(isFresh ? { ...options, validMs: 0 } : options),
    prove: () => proveFilter({ ...options, days: query }),
    onResult: (result) => recordPartition(context, list, name, result),
  })
}

/** Records a refused value, and clears the record once the value is accepted again. */
async function recordPartition(
  context: ReadContext,
  list: WalkedList,
  name: FilterName,
  result: PartitionResult,
): Promise<void> {
  const key = { source: list.source, resource: list.resource, fact: `partition:${name}:${result.value}` }
  const known = refusalName(key)
  if (result.error !== null) {
    context.refused.add(known)
    await writeFact(context.db, key, { error: result.error }, context.now())
  } else if (context.refused.delete(known)) {
    await clearFact(context.db, key)
  }
}
