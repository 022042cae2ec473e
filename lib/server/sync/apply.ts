import 'server-only'
import { hash } from 'node:crypto'
import { sql } from 'drizzle-orm'
import type { Day } from '#lib/calendar-date.ts'
import { assignmentSchema } from '#lib/schema.ts'
import type { Database, Executor } from '#lib/server/db/client.ts'
import { requireOrigin } from '#lib/server/db/origin.ts'
import { checkedRows, wordReader } from '#lib/server/db/parsed-rows.ts'
import { transact } from '#lib/server/db/transact.ts'
import { refreshAggregates } from './aggregates.ts'
import {
  type Changes,
  changedContracts,
  changedDays,
  compareRows,
  countWindow,
  type StoredRow,
  type WindowRows,
} from './changes.ts'
import { recordAges } from './collected-ages.ts'
import { refreshContracts } from './contracts.ts'
import {
  ageOfDoubts,
  attributionFaults,
  type Doubts,
  doubtsAfter,
  readDoubts,
  recordDoubts,
} from './doubts.ts'
import { isMassDisappearance, isMassLoss, isMassOfList, recordShrunk } from './mass.ts'
import type { PlannedWindow } from './plan.ts'
import type { RunReading } from './read-window.ts'
import type { MirrorRow } from './row.ts'
import { isAcceptedFor, readHeldBack, recordHeldBack, recordRejected } from './row-facts.ts'
import { lockWindow, moveVersion, recordHistoryStart, stampRun } from './run-stamp.ts'
import { type MirrorTable, ofSource, tableOf } from './tables.ts'
import { writeChanges } from './write-changes.ts'

export type Run = {
  /** As it was when the run began. */
  window: PlannedWindow
  reading: RunReading
  /** Address that the rows were read from; undefined: not checked. */
  origin: string | undefined
  startedAt: Date
  /** When the last page arrived. */
  readAt: Date
  now: () => Date
  /** The first day that the mirror reads. */
  firstDay: Day
  /** The day in the business time zone. */
  today: Day
  /** The business time zone. */
  timeZone: string
  /** When the window is due next, by the age of its attribution doubts (`ageOfDoubts`). */
  dueAt: Record<'settled' | 'newDoubt' | 'oldDoubt', Date>
}

/** What a run changed, and the window as it stands now. */
export type Applied = {
  window: PlannedWindow
  written: number
  gone: number
  heldBack: number
  /** The mirror's new version; null if nothing visible changed. */
  version: string | null
}

/**
 * Writes one run of a window in one transaction: rows, history, attribution, disappearances, aggregates, the
 * window's stamp and the mirror's version. A crash at any point leaves the previous state whole.
 * @throws {OriginError} when the database mirrors the source from another address
 */
export async function applyRun(db: Database, run: Run): Promise<Applied> {
  return transact(db, async (tx) => {
    const { fromDay, toDay } = run.window
    const { current, isOurs } = await lockWindow(tx, run.window)
    if (!isOurs) return dropped(current)
    // Taken under the lock of the list, so a run that writes later records a later instant.
    const recordedAt = run.now()
    await requireOrigin(tx, run.window.source, run.origin)
    const table = tableOf(run.window.resource)
    const stored = await readStored(tx, table, run)
    const { rows: read, claims, isWholeChecked } = run.reading
    const former = await readDoubts(tx, run.window)
    const { awaited } = former
    const { changes, heldBack } = await decide(tx, run, stored, {
      fromDay,
      toDay,
      rows: read,
      claims,
      isWholeChecked,
      awaited,
      isLossHeld: false,
    })
    const days = changedDays(changes, stored)
    await writeChanges(tx, { ...run, recordedAt }, changes, stored)
    await refreshAggregates(tx, table, run.window.source, days)
    if (table.table === 'billing_period' && days.size > 0)
      await refreshContracts(tx, changedContracts(changes, stored), { today: run.today, now: recordedAt })
    if (table.table === 'billing_period') {
      const isComplete = run.reading.reasons.length === 0
      await recordAges(tx, { ...run, isComplete, recordedAt, changes, stored, days })
    }
    await recordHeldBack(tx, run.window, heldBack, stored.size, run.readAt)
    await recordRejected(tx, run.window, run.reading.rejected, run.readAt)
    const doubts = doubtsAfter(former, changes, stored, new Set(read.map(({ id }) => id)))
    await recordDoubts(tx, run.window, former, doubts, run.readAt)
    const isChanged = days.size > 0
    const counts = countWindow(fromDay, stored, changes, table.unsettled)
    const window = await stampWindow(tx, run, isChanged, counts, doubts, former)
    await recordHistoryStart(tx, run.window, run.firstDay, recordedAt)
    const version = isChanged ? await moveVersion(tx, run.window) : null
    return {
      window,
      written: changes.written.length,
      gone: changes.gone.length,
      heldBack: heldBack.length,
      version,
    }
  })
}

/**
 * The result of a run whose window another run took meanwhile. Its rows may be outdated, so none of them is
 * written.
 */
export function dropped(window: PlannedWindow): Applied {
  return { window, written: 0, gone: 0, heldBack: 0, version: null }
}

function storedColumns(table: MirrorTable) {
  return sql`id, content_hash as "contentHash", ${sql.raw(table.dayColumn)}::text as day,
    ${sql.raw(table.table === 'billing_period' ? 'contract' : 'null::text as contract')},
    ${sql.raw(table.statusColumn)} as status, currency, funding_source as "fundingSource", assignment,
    missing_since is not null as "isMissing", gone_at is not null as "isGone",
    window_from::text as "windowFrom", changed_at as "changedAt"`
}

const readStoredRows = wordReader<StoredRow>({ assignment: assignmentSchema.options })

/** Reads the stored rows that the run read, and those that belong to its window. */
async function readStored(tx: Executor, table: MirrorTable, run: Run): Promise<Map<string, StoredRow>> {
  const ids = run.reading.rows.map((row) => row.id)
  const found = await checkedRows(
    tx,
    sql`select ${storedColumns(table)} from ${sql.raw(table.table)}
      where ${ofSource(table, run.window.source)}
        and (id = any(${sql.param(ids)}::text[]) or window_from = ${run.window.fromDay})`,
    readStoredRows,
  )
  return new Map(found.map((row) => [row.id, row]))
}

/**
 * Decides what the run changes. If too many rows would disappear or lose their funding source, at once or
 * within 24 hours in one list, those rows stay unchanged until an operator confirms; `heldBack` lists them.
 * Rows on hold stay on hold until they are confirmed or return.
 */
async function decide(
  tx: Executor,
  run: Run,
  stored: ReadonlyMap<string, StoredRow>,
  input: WindowRows,
): Promise<{ changes: Changes; heldBack: readonly string[] }> {
  const { window, readAt } = run
  const changes = compareRows(input, stored)
  const leaving = [...changes.gone, ...[...changes.lost].map(([id, name]) => lossOf(id, name))]
  const known = await readHeldBack(tx, window)
  const waiting = known === null ? [] : notJudged(known.ids ?? [], stored, input)
  if (leaving.length === 0 || isAcceptedFor(known, leaving)) return { changes, heldBack: waiting }
  if (known === null && !(await isMass(tx, run, stored, changes))) {
    await recordShrunk(tx, window, leaving.length, readAt)
    return { changes, heldBack: [] }
  }
  const kept = compareRows({ ...input, isLossHeld: true }, stored)
  return { changes: { ...kept, gone: [] }, heldBack: [...leaving, ...waiting] }
}

/**
 * An entry of rows on hold for a row that loses its funding source. The entry of a row that is gone is its
 * id: confirming one does not confirm the other.
 */
const lossOf = (id: string, fundingSource: string) => `${id} loses ${fundingSource}`

/**
 * Returns the entries on hold that the run cannot judge. They stay on hold, and keep an operator's
 * confirmation. A run that is not count-checked says nothing about rows that it does not list, and a run with
 * incomplete claims says nothing about the funding sources of rows that name none.
 */
function notJudged(
  entries: readonly string[],
  stored: ReadonlyMap<string, StoredRow>,
  { rows: read, claims, isWholeChecked }: WindowRows,
): string[] {
  const listed = new Map(read.map((row) => [row.id, row]))
  const open = [...stored.values()].flatMap(({ id, fundingSource, isGone }) => {
    if (isGone) return []
    const row = listed.get(id)
    const isAbsent = row === undefined && !isWholeChecked
    const isUnclaimed = row?.fundingSource === null && !claims.fundingSource.isComplete
    const loss = fundingSource !== null && (isAbsent || isUnclaimed) ? [lossOf(id, fundingSource)] : []
    return isAbsent ? [id, ...loss] : loss
  })
  const onHold = new Set(entries)
  return open.filter((entry) => onHold.has(entry))
}

async function isMass(
  tx: Executor,
  { window, readAt }: Run,
  stored: ReadonlyMap<string, StoredRow>,
  { gone, lost }: Changes,
): Promise<boolean> {
  const listed = [...stored.values()].filter((row) => row.windowFrom === window.fromDay && !row.isGone)
  if (isMassDisappearance(gone.length, listed.length) || isMassLoss(lost, stored)) return true
  return isMassOfList(tx, window, gone.length + lost.size, readAt)
}

function stampWindow(
  tx: Executor,
  { window, reading, startedAt, readAt, dueAt }: Run,
  isChanged: boolean,
  counts: { rows: number; unsettled: number },
  doubts: Doubts,
  former: Doubts,
): Promise<PlannedWindow> {
  return stampRun(tx, {
    window,
    startedAt,
    readAt,
    dueAt: dueAt[ageOfDoubts(doubts, former)],
    isChanged,
    reasons: reading.reasons,
    attributionFaults: attributionFaults(reading.claims.fundingSource, doubts),
    upstreamCount: reading.upstreamCount,
    upstreamListed: reading.listedCount,
    checksum: checksumOf(reading.rows),
    rows: sql`${counts.rows}`,
    unsettled: sql`${counts.unsettled}`,
  })
}

/** The checksum is equal for the same rows with the same content. */
function checksumOf(rows: readonly MirrorRow[]): string {
  const lines = rows.map((row) => `${row.id} ${row.contentHash}`).sort()
  return hash('sha256', lines.join('\n'), 'base64url').slice(0, 22)
}
