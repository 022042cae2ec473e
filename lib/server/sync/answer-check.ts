import 'server-only'
import { z } from 'zod'
import { addDays, type Day } from '#lib/calendar-date.ts'
import type { Database } from '#lib/server/db/client.ts'
import type { ListPage } from '#lib/server/upstream/contract.ts'
import { isRefusal } from '#lib/server/upstream/errors.ts'
import { factSchema, readFact, writeFact } from './facts.ts'
import type { ListQuery, WalkedList } from './lists.ts'
import { dayOf, type MirrorRecord } from './row.ts'
import { WalkError } from './walk.ts'

/** The part of a query that a row of the response contradicts. */
type Strangeness = 'days' | NonNullable<ListQuery['filter']>['name']

const WORDS: Record<Strangeness, string> = {
  days: 'other days',
  currency: 'another currency',
  funding_source: 'another funding source',
  status: 'another status',
}

/**
 * Tells why a response cannot answer the query that was sent, judging by the fields of its rows.
 * @returns the contradicted part and the number of rows that contradict it; null if no row does
 */
export function strangenessOf(
  list: WalkedList,
  query: ListQuery,
  page: ListPage<MirrorRecord>,
): { what: Strangeness; rows: number } | null {
  const count = (isStrange: (record: MirrorRecord) => boolean) => page.records.filter(isStrange).length
  const otherDays = count((record) => isOfOtherDay(list, query, dayOf(record)))
  if (otherDays > 0) return { what: 'days', rows: otherDays }
  const { filter } = query
  if (filter === undefined) return null
  const others = count((record) => isOtherThan(filter.value, fieldOf(record, filter.name)))
  return others > 0 ? { what: filter.name, rows: others } : null
}

/** Makes the error of a response whose rows contradict its query. */
export function otherAnswer({ what, rows }: { what: Strangeness; rows: number }): WalkError {
  const listed = rows === 1 ? 'a row' : `${rows} rows`
  return new WalkError(
    `The source listed ${listed} of ${WORDS[what]} than it was asked for, so its answer is not used.`,
  )
}

/** A row without a day fits any range. */
function isOfOtherDay({ margins }: WalkedList, { from, to }: ListQuery, day: Day | null): boolean {
  if (day === null) return false
  return (
    (from !== null && day < addDays(from, -margins.before)) ||
    (to !== null && day > addDays(to, margins.after))
  )
}

function fieldOf(record: MirrorRecord, name: Exclude<Strangeness, 'days'>): string | null {
  if (name === 'currency') return record.currency
  if (name === 'funding_source') return record.fundingSource
  return 'contract' in record ? record.status : null
}

/** Compares without case: a source may match names case-insensitively. */
function isOtherThan(asked: string, given: string | null): boolean {
  return given !== null && given.trim().toLowerCase() !== asked.trim().toLowerCase()
}

/** A week for which no list has rows. */
const IMPOSSIBLE_DAYS = { from: '1970-01-05', to: '1970-01-11' }

export type DaysProbe = {
  db: Database
  list: WalkedList
  now: () => Date
  signal: AbortSignal
  onCall: () => Promise<void>
}

/**
 * Checks whether a list honours its date parameters, and stores the result for the Sources page. A list that
 * honours them returns no row for a week that has none.
 * @throws {UpstreamError} when the source cannot be queried now
 */
export async function probeDays({ db, list, now, signal, onCall }: DaysProbe): Promise<void> {
  await onCall()
  const hasRows = await list
    .readPage({ ...IMPOSSIBLE_DAYS, limit: 1, isLiteral: true }, null, { signal, mayBeRefused: true })
    .then(({ records, rejected, count }) => records.length + rejected.length > 0 || (count ?? 0) > 0)
    .catch((error: unknown) => {
      if (!isRefusal(error)) throw error
      return false
    })
  const value = hasRows ? { state: 'ignored', value: IMPOSSIBLE_DAYS.from } : { state: 'ok' }
  await writeFact(db, keyOf(list), value, now())
}

const daysFactSchema = factSchema(z.object({ state: z.string() }))

/** Probes the dates again after a failed window has been read, so that a recorded "ignored" is cleared. */
export async function probeDaysAgain(probe: DaysProbe): Promise<void> {
  const known = await readFact(probe.db, keyOf(probe.list), daysFactSchema)
  if (known?.value.state === 'ignored') await probeDays(probe)
}

function keyOf({ source, resource }: WalkedList) {
  return { source, resource, fact: 'probe:days' }
}
