import 'server-only'
import type { Day } from '#lib/calendar-date.ts'
import { type AttributedBy, type Attribution, type Awaited, attribute } from './attribution.ts'
import type { MirrorRow } from './row.ts'

/** A mirrored row as stored before a run is applied. */
export type StoredRow = Attribution & {
  id: string
  contentHash: string
  day: Day | null
  /** The name of its contract; null also for an invoice. */
  contract: string | null
  status: string | null
  isMissing: boolean
  isGone: boolean
  windowFrom: Day | null
  changedAt: string
}

export type WrittenRow = MirrorRow & Attribution & { windowFrom: Day | null }

/** The effects of applying a run. Unchanged rows appear in none of these lists. */
export type Changes = {
  /** New rows, and rows whose content or attribution changed. */
  written: WrittenRow[]
  /** Unchanged rows that returned after being missing, or that now belong to this window. */
  touched: { id: string; windowFrom: Day | null }[]
  missing: string[]
  gone: string[]
  /** Values that the filters changed, by row id, waiting for the next run to agree. */
  awaited: Map<string, Awaited>
  /** Rows that lose their funding source in this run, by id, with the name they had. */
  lost: Map<string, string>
  /** Rows of this run that more than one funding source claims. */
  ambiguous: Set<string>
}

export type WindowRows = {
  fromDay: Day
  toDay: Day | null
  rows: readonly MirrorRow[]
  claims: AttributedBy
  /** Only a count-checked walk can prove that a row is missing. */
  isWholeChecked: boolean
  /** Values that the filters changed in the previous run, by row id. */
  awaited: ReadonlyMap<string, Awaited>
  /** True if rows keep every funding source that they would lose. */
  isLossHeld: boolean
}

/**
 * Compares what a run read with what is stored. Pure.
 * @param stored the rows that the run read, and those of its window
 */
export function compareRows(run: WindowRows, stored: ReadonlyMap<string, StoredRow>): Changes {
  const changes: Changes = {
    written: [],
    touched: [],
    missing: [],
    gone: [],
    awaited: new Map(),
    lost: new Map(),
    ambiguous: new Set(),
  }
  for (const row of run.rows) compareRow(run, row, stored.get(row.id) ?? null, changes)
  if (run.isWholeChecked) noticeAbsence(run, stored, changes)
  return changes
}

function compareRow(run: WindowRows, row: MirrorRow, former: StoredRow | null, changes: Changes): void {
  const input = {
    claims: run.claims,
    former,
    awaited: run.awaited.get(row.id) ?? null,
    isLossHeld: run.isLossHeld,
  }
  const { awaited, ...attribution } = attribute(row, input)
  if (awaited !== null) changes.awaited.set(row.id, awaited)
  if (attribution.assignment === 'ambiguous') changes.ambiguous.add(row.id)
  if (former?.fundingSource && attribution.fundingSource === null && !isLetGo(former, run.claims))
    changes.lost.set(row.id, former.fundingSource)
  const windowFrom = former === null || isClaiming(run, row, former) ? run.fromDay : former.windowFrom
  if (former !== null && !isVisiblyChanged(row, attribution, former)) {
    if (former.isMissing || windowFrom !== former.windowFrom) changes.touched.push({ id: row.id, windowFrom })
    return
  }
  changes.written.push({ ...row, ...attribution, windowFrom })
}

/** True if the row's funding source was removed from the configuration. */
function isLetGo(former: Attribution, { fundingSource: claims }: AttributedBy): boolean {
  if (!claims.isComplete || former.fundingSource === null) return false
  return former.assignment === 'filter' && !claims.asked.includes(former.fundingSource)
}

/**
 * A row belongs to the window of its day. A row whose day fits no window stays with the window that listed it
 * first.
 */
function isClaiming(run: WindowRows, row: MirrorRow, former: StoredRow): boolean {
  if (former.windowFrom === run.fromDay) return true
  const isInside = row.day !== null && row.day >= run.fromDay && (run.toDay === null || row.day <= run.toDay)
  return isInside || former.windowFrom === null || former.isMissing || former.isGone
}

function isVisiblyChanged(row: MirrorRow, attribution: Attribution, former: StoredRow): boolean {
  return (
    former.isGone ||
    row.contentHash !== former.contentHash ||
    attribution.currency !== former.currency ||
    attribution.fundingSource !== former.fundingSource ||
    attribution.assignment !== former.assignment
  )
}

/** Marks a row missing after the first complete run without it, and gone after the second. */
function noticeAbsence(run: WindowRows, stored: ReadonlyMap<string, StoredRow>, changes: Changes): void {
  const seen = new Set(run.rows.map((row) => row.id))
  for (const former of stored.values()) {
    if (seen.has(former.id) || former.windowFrom !== run.fromDay || former.isGone) continue
    if (!former.isMissing) changes.missing.push(former.id)
    else changes.gone.push(former.id)
  }
}

/**
 * Returns the days whose lists or totals change once `changes` are written: those of the written rows as they
 * were and as they will be, and those of the gone rows. Pure.
 * @param stored as for `compareRows`
 */
export function changedDays(
  { written, gone }: Changes,
  stored: ReadonlyMap<string, StoredRow>,
): Set<Day | null> {
  const former = [...written.map(({ id }) => id), ...gone].flatMap((id) => stored.get(id) ?? [])
  return new Set([...written, ...former].map(({ day }) => day))
}

/**
 * Returns the contracts whose figures change once `changes` of billing periods are written (null: the periods
 * without a contract), as the rows name them before and after. Pure.
 * @param stored as for `compareRows`
 */
export function changedContracts(
  { written, gone }: Changes,
  stored: ReadonlyMap<string, StoredRow>,
): Set<string | null> {
  const former = [...written.map(({ id }) => id), ...gone].flatMap((id) => stored.get(id) ?? [])
  return new Set([
    ...written.map(({ columns }) => columns.contract ?? null),
    ...former.map(({ contract }) => contract),
  ])
}

/**
 * Counts the rows that belong to a window once `changes` are written, and those of them that can still
 * change. Pure.
 * @param stored as for `compareRows`: includes every row that belonged to the window before
 */
export function countWindow(
  fromDay: Day,
  stored: ReadonlyMap<string, StoredRow>,
  changes: Changes,
  unsettledStatuses: readonly string[],
): { rows: number; unsettled: number } {
  const placed = new Map<string, { windowFrom: Day | null; status: string | null }>()
  for (const row of changes.written) placed.set(row.id, row)
  for (const { id, windowFrom } of changes.touched) {
    placed.set(id, { windowFrom, status: stored.get(id)?.status ?? null })
  }
  const gone = new Set(changes.gone)
  const own = [...placed.values()].filter(({ windowFrom }) => windowFrom === fromDay)
  for (const row of stored.values()) {
    const isAsBefore = row.windowFrom === fromDay && !row.isGone && !gone.has(row.id) && !placed.has(row.id)
    if (isAsBefore) own.push(row)
  }
  const unsettled = own.filter(({ status }) => status !== null && unsettledStatuses.includes(status))
  return { rows: own.length, unsettled: unsettled.length }
}
