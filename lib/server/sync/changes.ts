import 'server-only'
import type { Day } from '#lib/calendar-date.ts'
import { type AttributedBy, type Attribution, type Awaited, attribute } from './attribution.ts'
import type { MirrorRow } from './row.ts'

/** A mirrored row as it stands before a run is applied. */
export type StoredRow = Attribution & {
  id: string
  contentHash: string
  day: Day | null
  status: string | null
  isMissing: boolean
  isGone: boolean
  windowFrom: Day | null
  changedAt: string
}

export type WrittenRow = MirrorRow & Attribution & { windowFrom: Day | null }

/** What applying a run has to write; an unchanged row is in none of these. */
export type Changes = {
  /** New rows and rows with other content or attribution. */
  written: WrittenRow[]
  /** Rows seen again, or from now on in this window, that are otherwise as they were. */
  touched: { id: string; windowFrom: Day | null }[]
  /** Rows whose status changed, or that are new: an entry of the row history each. */
  statusChanges: { id: string; status: string | null; former: StoredRow | null }[]
  missing: string[]
  gone: string[]
  /** What the filters say of rows otherwise than before, until the next run says the same. */
  awaited: Map<string, Awaited>
  /** Rows that lose their funding source by this run, each with the one it had. */
  lost: Map<string, string>
  /** Rows read that more than one funding source claims. */
  ambiguous: Set<string>
  /** Days of rows that a list or total would show differently. */
  days: Set<Day | null>
}

export type WindowRows = {
  fromDay: Day
  toDay: Day | null
  rows: readonly MirrorRow[]
  claims: AttributedBy
  /** Only then can a row be missing. */
  isWholeChecked: boolean
  /** From the run before. */
  awaited: ReadonlyMap<string, Awaited>
  /** Keep every funding source that would be lost. */
  holdsLost: boolean
}

/** Compares what a run read with what is stored. Pure; `stored` holds the rows read and those of the window. */
export function compareRows(run: WindowRows, stored: ReadonlyMap<string, StoredRow>): Changes {
  const changes: Changes = {
    written: [],
    touched: [],
    statusChanges: [],
    missing: [],
    gone: [],
    awaited: new Map(),
    lost: new Map(),
    ambiguous: new Set(),
    days: new Set(),
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
    holdsLost: run.holdsLost,
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
  changes.days.add(row.day)
  if (former !== null) changes.days.add(former.day)
  if (former === null || former.status !== row.status)
    changes.statusChanges.push({ id: row.id, status: row.status, former })
}

/** True when nobody asks for the row's funding source any more: a person took the name out of the configuration. */
function isLetGo(former: Attribution, { fundingSource: claims }: AttributedBy): boolean {
  if (!claims.isComplete || former.fundingSource === null) return false
  return former.assignment === 'filter' && !claims.asked.includes(former.fundingSource)
}

/** A row belongs to the window of its day; one without a fitting day stays with the window that listed it first. */
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

/** A row is missing at its first complete run without it, and gone at the second. */
function noticeAbsence(run: WindowRows, stored: ReadonlyMap<string, StoredRow>, changes: Changes): void {
  const seen = new Set(run.rows.map((row) => row.id))
  for (const former of stored.values()) {
    if (seen.has(former.id) || former.windowFrom !== run.fromDay || former.isGone) continue
    if (!former.isMissing) changes.missing.push(former.id)
    else changes.gone.push(former.id)
  }
}

/**
 * How many rows a window answers for once `changes` are written, and how many of them a later reading may still change.
 * Pure; `stored` as for `compareRows`: it holds all that the window answered for before.
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
