import 'server-only'
import { addDays, type Day } from '#lib/calendar-date.ts'
import type { Database } from '#lib/server/db/client.ts'
import type { ListPage } from '#lib/server/upstream/contract.ts'
import { isRefusal } from '#lib/server/upstream/errors.ts'
import { readFact, writeFact } from './facts.ts'
import type { ListQuery, WalkedList } from './lists.ts'
import { dayOf, type MirrorRecord } from './row.ts'
import { WalkError } from './walk.ts'

/** What a row of an answer shows to be of another question. */
type Strangeness = 'days' | NonNullable<ListQuery['filter']>['name']

const WORDS: Record<Strangeness, string> = {
  days: 'other days',
  currency: 'another currency',
  funding_source: 'another funding source',
  status: 'another status',
}

/** Why an answer cannot be one to the question that was asked, by what its rows say of themselves; null: it may be. */
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

export function otherAnswer({ what, rows }: { what: Strangeness; rows: number }): WalkError {
  const listed = rows === 1 ? 'a row' : `${rows} rows`
  return new WalkError(
    `The source listed ${listed} of ${WORDS[what]} than it was asked for, so its answer is not used.`,
  )
}

/** A row without a day may be in any answer. */
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

/** A source may match names whatever their case. */
function isOtherThan(asked: string, given: string | null): boolean {
  return given !== null && given.trim().toLowerCase() !== asked.trim().toLowerCase()
}

/** Days on which no list has a row. */
const IMPOSSIBLE_DAYS = { from: '1970-01-05', to: '1970-01-11' }

export type DaysProbe = {
  db: Database
  list: WalkedList
  now: () => Date
  signal: AbortSignal
  onCall: () => Promise<void>
}

/**
 * Finds out, and remembers for people, whether a list obeys days at all: asked for days on which no list has a row it must
 * give none. Throws UpstreamError where the source cannot be asked now.
 */
export async function probeDays({ db, list, now, signal, onCall }: DaysProbe): Promise<void> {
  await onCall()
  const hasRows = await list
    .readPage({ ...IMPOSSIBLE_DAYS, limit: 1, isLiteral: true }, null, { signal })
    .then(({ records, rejected, count }) => records.length + rejected.length > 0 || (count ?? 0) > 0)
    .catch((error: unknown) => {
      if (!isRefusal(error)) throw error
      return false
    })
  const value = hasRows ? { state: 'ignored', value: IMPOSSIBLE_DAYS.from } : { state: 'ok' }
  await writeFact(db, keyOf(list), value, now())
}

/** Once a window was read that could not be read before: whether days are obeyed again. */
export async function probeDaysAgain(probe: DaysProbe): Promise<void> {
  const known = await readFact<{ state: string }>(probe.db, keyOf(probe.list))
  if (known?.value.state === 'ignored') await probeDays(probe)
}

function keyOf({ source, resource }: WalkedList) {
  return { source, resource, fact: 'probe:days' }
}
