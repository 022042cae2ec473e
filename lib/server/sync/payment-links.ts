import 'server-only'
import { sql } from 'drizzle-orm'
import { addDays, type Day, eachDay } from '#lib/calendar-date.ts'
import type { Executor } from '#lib/server/db/client.ts'
import { requireOrigin } from '#lib/server/db/origin.ts'
import { transact } from '#lib/server/db/transact.ts'
import type { PaymentLinksClient, RejectedRow } from '#lib/server/upstream/contract.ts'
import { refreshAggregates } from './aggregates.ts'
import { type Applied, dropped } from './apply.ts'
import {
  assignmentOf,
  countEqualVersions,
  linksToWrite,
  moveProcessedDays,
  type StageConnection,
  type StagedLink,
  settleStage,
  stageRows,
  withStage,
} from './link-stage.ts'
import type { PlannedWindow } from './plan.ts'
import { withoutId } from './read-window.ts'
import { type MirrorRow, toMirrorRow } from './row.ts'
import { recordEqualVersions, recordRejected } from './row-facts.ts'
import { lockWindow, moveVersion, recordHistoryStart, stampRun } from './run-stamp.ts'
import { dueAfter, firstDayOf, type ListRunner, refuseMassRejection, type SyncContext } from './run-window.ts'
import { tableOf } from './tables.ts'
import { appendHistory, upsertRows, type WriteTimes, writeTimes } from './write.ts'

const LIST = { source: 'payment-links', resource: 'invoices' } as const
const ROWS_PER_BATCH = 1_000

/**
 * Reads payment links: one report per day of the window, all of them before any is applied. The report
 * filters by a processing time that its rows do not contain. So rows are never filtered here, and a link
 * missing from a report is not gone.
 */
export function paymentLinksRunner(client: PaymentLinksClient): ListRunner {
  return {
    ...LIST,
    run: (window, context, onCall) =>
      withStage(context.db, async (stage) => {
        const startedAt = context.now()
        const read = await readReports(client, stage, window, context, onCall)
        await refuseMassRejection(context, window, read.rejected, read.count)
        context.signal.throwIfAborted()
        return applyLinks(stage, window, context, { startedAt, rejected: read.rejected })
      }),
  }
}

async function readReports(
  client: PaymentLinksClient,
  stage: StageConnection,
  window: PlannedWindow,
  context: SyncContext,
  onCall: () => Promise<void>,
): Promise<{ rejected: RejectedRow[]; count: number }> {
  const rejected: RejectedRow[] = []
  let count = 0
  for (const day of daysOf(window, context.now())) {
    await onCall()
    let batch: MirrorRow[] = []
    for await (const item of client.report(day, addDays(day, 1), { signal: context.signal })) {
      if ('rejected' in item) {
        rejected.push(item.rejected)
        continue
      }
      count += 1
      batch.push(toMirrorRow(item.record))
      if (batch.length < ROWS_PER_BATCH) continue
      await stageRows(stage, day, batch, context.now())
      batch = []
    }
    await stageRows(stage, day, batch, context.now())
  }
  return { rejected, count }
}

/** Returns the UTC days of a window that have begun. An open-ended window has at least its first day. */
function daysOf(window: PlannedWindow, now: Date): Day[] {
  const today = now.toISOString().slice(0, 10)
  const last = window.toDay ?? (today < window.fromDay ? window.fromDay : today)
  const days = eachDay(window.fromDay, last)
  // Without a day no report is read, and the window would count as complete and empty.
  if (days.length === 0) throw new RangeError(`The window from ${window.fromDay} to ${last} has no days`)
  return days
}

type ReadRun = { startedAt: Date; rejected: readonly RejectedRow[] }

function applyLinks(
  stage: StageConnection,
  window: PlannedWindow,
  context: SyncContext,
  { startedAt, rejected }: ReadRun,
): Promise<Applied> {
  return transact(stage, async (tx) => {
    const { current, isOurs } = await lockWindow(tx, window)
    if (!isOurs) return dropped(current)
    await requireOrigin(tx, LIST.source, context.settings.origins[LIST.source])
    const readAt = context.now()
    const times = writeTimes({ startedAt, readAt, recordedAt: readAt })
    const { checksum } = await settleStage(tx)
    await recordEqualVersions(tx, window, await countEqualVersions(tx, readAt), readAt)
    const days = new Set<Day | null>()
    let written = 0
    let after = '0'
    for (;;) {
      const links = await linksToWrite(tx, after, ROWS_PER_BATCH, readAt)
      if (links.length === 0) break
      await writeLinks(tx, links, times, days)
      written += links.length
      after = links.at(-1)?.seq ?? after
    }
    for (const day of await moveProcessedDays(tx, times)) days.add(day)
    await refreshAggregates(tx, tableOf(LIST.resource), LIST.source, days)
    await recordRejected(tx, window, rejected, readAt)
    const stamped = await stampLinks(tx, window, context, {
      startedAt,
      readAt,
      checksum,
      isChanged: days.size > 0,
      rejected: rejected.length,
    })
    await recordHistoryStart(tx, LIST, firstDayOf(context), readAt)
    const version = days.size > 0 ? await moveVersion(tx, LIST) : null
    return { window: stamped, written, gone: 0, heldBack: 0, version }
  })
}

async function writeLinks(
  tx: Executor,
  links: readonly StagedLink[],
  times: WriteTimes,
  days: Set<Day | null>,
): Promise<void> {
  // A version from the future is stored as null. Otherwise it would win, once its time has come, against the
  // versions that the source writes after correcting its clock.
  // The report that last showed the former version is unknown. The start of the run that last changed the row
  // is a safe bound.
  const rows = links.map(({ row, version, processedOn, former }) => ({
    ...row,
    previousSeenAt: former?.changedAt ?? null,
    columns: { ...row.columns, source_updated_at: version, processed_on: processedOn },
    assignment: assignmentOf(row),
    windowFrom: null,
  }))
  const table = tableOf(LIST.resource)
  const withDay = { ...table, columns: { ...table.columns, processed_on: 'date' } }
  await upsertRows(tx, withDay, LIST.source, rows, times)
  for (const { row, former } of links) {
    days.add(row.day)
    if (former) days.add(former.day)
  }
  const statuses = new Map(links.map(({ row, former }) => [row.id, former?.status]))
  const entries = rows.filter(({ id, status }) => statuses.get(id) !== status)
  await appendHistory(tx, LIST, entries, times.seenAt)
}

async function stampLinks(
  tx: Executor,
  window: PlannedWindow,
  context: SyncContext,
  run: { startedAt: Date; readAt: Date; checksum: string; isChanged: boolean; rejected: number },
): Promise<PlannedWindow> {
  const inWindow = sql`from invoice where source = ${LIST.source} and gone_at is null
    and processed_on >= ${window.fromDay} and (${window.toDay}::date is null or processed_on <= ${window.toDay})`
  const { rejected, ...stamp } = run
  const state = rejected === 0 ? 'complete' : 'partial'
  return stampRun(tx, {
    ...stamp,
    window,
    dueAt: dueAfter(window, { state, failures: 0, retryAfterSeconds: null }, context),
    reasons: withoutId(rejected),
    attributionFaults: [],
    upstreamCount: null,
    upstreamListed: null,
    rows: sql`(select count(*) ${inWindow})`,
    unsettled: sql`(select count(*) ${inWindow} and state = any(${sql.param([...tableOf(LIST.resource).unsettled])}::text[]))`,
  })
}
