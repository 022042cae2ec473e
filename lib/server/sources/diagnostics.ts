import 'server-only'
import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { type Executor, query, readSnapshot } from '#lib/server/db/client.ts'
import { instantText } from '#lib/server/db/instant-text.ts'
import { parsedRows } from '#lib/server/db/parsed-rows.ts'
import { readPauses } from '#lib/server/db/pauses.ts'
import type { MirroredList } from '#lib/server/lists/mirrored-list.ts'
import type { Viewer } from '#lib/server/viewer.ts'
import { english } from '#lib/server/words/words.ts'
import {
  openWindowSchema,
  type ResourceDiagnostics,
  type SourceDiagnostics,
  type SourceFault,
} from '#lib/sources/diagnostics-schema.ts'
import { reasonsDetail } from '#lib/sources/reason-words.ts'
import { SOURCE_RESOURCES, type Source } from '#lib/sources.ts'
import { reasonsSchema, type WindowReason } from '#lib/window-reasons.ts'
import { requireOperator } from './acting.ts'
import { readCalls } from './calls.ts'
import { readHeldBack } from './disappearances.ts'
import { factsNamed, numberIn, readFacts } from './facts.ts'
import { explain, VARIABLES } from './notices.ts'
import { countUnknownStatuses, readUnreadable } from './unreadable.ts'

/**
 * Reads the details that operators of a source need, in one snapshot: incomplete windows with reasons, the
 * last faults and their fixes, unreadable rows, disappearances to confirm, and the calls of the last hour.
 * @throws {RequestError} 403 for a financier
 */
export function sourceDiagnostics(
  viewer: Viewer,
  source: Source,
  now: Date = new Date(),
): Promise<SourceDiagnostics> {
  requireOperator(viewer, 'see this of a source')
  return readSnapshot(viewer, async ({ tx }) => {
    const pause = (await readPauses(tx)).find((each) => each.source === source)
    const heldBack = await readHeldBack(tx, source)
    const resources: SourceDiagnostics['resources'] = []
    for (const resource of SOURCE_RESOURCES[source]) {
      const list = { source, resource }
      resources.push({
        resource,
        open: await readOpenWindows(tx, list, pause !== undefined),
        faults: await readFaults(tx, list),
        rejected: await readRejected(tx, list),
        unreadable: await readUnreadable(tx, list),
        unknownStatuses: await countUnknownStatuses(tx, list),
        heldBack: heldBack.flatMap(({ resource: of, ...held }) => (of === resource ? [held] : [])),
      })
    }
    return {
      source,
      paused: pause ? { since: pause.since, by: pause.by } : null,
      resources,
      calls: await readCalls(tx, source, now),
      asOf: now.toISOString(),
    }
  })
}

const t = english('reasons')

const MAX_FAULTS = 10

type Entry = Omit<SourceFault, 'message' | 'fix' | 'variables'> & { detail: string }

/**
 * Reads the last ten faults of a list, newest first, in plain words with a fix. The newest is over once no
 * window of the list shows a fault.
 */
async function readFaults(tx: Executor, { source, resource }: MirroredList): Promise<SourceFault[]> {
  const entries = await query<Entry>(tx)`
    select code, detail, from_day::text as week, ${instantText(sql`first_at`)} as "firstAt",
        ${instantText(sql`last_at`)} as "lastAt", times, ${instantText(sql`retry_at`)} as "retryAt",
        row_number() over (order by entry desc) > 1 or not exists (
          select 1 from sync_window as own
          where own.source = ${source} and own.resource = ${resource} and error_code is not null
        ) as "isOver"
      from source_error where source = ${source} and resource = ${resource}
      order by entry desc limit ${MAX_FAULTS}`
  return entries.map(({ detail, ...entry }) => {
    const { message, fix } = explain(source, { errorCode: entry.code, errorDetail: detail })
    return { ...entry, message, fix, variables: VARIABLES[source] }
  })
}

type RejectedSample = ResourceDiagnostics['rejected']['rows'][number]

const MAX_REJECTED = 100

/**
 * Reads samples of rows that could not be mirrored for lack of a readable id, newest weeks first. Their raw
 * text was masked before it was stored.
 */
async function readRejected(
  tx: Executor,
  { source, resource }: MirroredList,
): Promise<ResourceDiagnostics['rejected']> {
  const own = (await readFacts(tx)).filter((fact) => fact.source === source && fact.resource === resource)
  const weeks = factsNamed(own, 'rejected_rows').sort((a, b) => (a.subject < b.subject ? 1 : -1))
  return {
    total: weeks.reduce((sum, { fact }) => sum + numberIn(fact, 'count'), 0),
    rows: weeks
      .flatMap(({ subject: week, fact }) =>
        samplesOf(fact.value.samples).map((sample) => ({ week, ...sample })),
      )
      .slice(0, MAX_REJECTED),
  }
}

function samplesOf(samples: unknown): Omit<RejectedSample, 'week'>[] {
  if (!Array.isArray(samples)) return []
  return samples.flatMap((sample: unknown) => {
    if (typeof sample !== 'object' || sample === null || !('reason' in sample) || !('raw' in sample))
      return []
    const raw = String(sample.raw)
    // A record is stored as JSON. Anything else has no id to read.
    return [{ code: raw.startsWith('{') ? 'no_id' : 'no_object', reason: String(sample.reason), raw }]
  })
}

const MAX_WINDOWS = 200

const foundSchema = openWindowSchema.omit({ reason: true, reasons: true }).extend({
  stored: reasonsSchema.nullable(),
  errorDetail: z.string().nullable(),
  total: z.int(),
})
type Stored = Pick<z.infer<typeof foundSchema>, 'stored' | 'errorCode' | 'errorDetail'>

/**
 * Reads the windows of a list that are incomplete, have doubtful funding sources, or failed in their last
 * run.
 * @returns the newest 200 of them, newest first, and the total
 */
async function readOpenWindows(
  tx: Executor,
  { source, resource }: MirroredList,
  isPaused: boolean,
): Promise<ResourceDiagnostics['open']> {
  const found = await parsedRows(
    tx,
    sql`select from_day::text as "from", to_day::text as "to",
        case when state = 'complete' and error_code is null then 'partial' else state end as state,
        coalesce(reasons, attribution_faults) as stored, error_code as "errorCode",
        error_detail as "errorDetail", upstream_listed as listed, upstream_count as counted, rows,
        ${instantText(sql`coalesce(case when state = 'complete' then failed_at else state_since end, failed_at, last_run_at)`)} as since,
        ${instantText(sql`last_complete_at`)} as "lastCompleteAt", ${instantText(sql`due_at`)} as "nextDueAt",
        requested_at is not null as "isRequested", count(*) over ()::int as total
      from sync_window
      where source = ${source} and resource = ${resource} and (state <> 'complete' or error_code is not null or attribution_faults is not null)
      order by from_day desc limit ${MAX_WINDOWS}`,
    foundSchema,
  )
  return {
    total: found[0]?.total ?? 0,
    windows: found.map(({ total: _, stored, errorDetail, ...window }) => {
      const reasons = reasonsOf({ stored, errorCode: window.errorCode, errorDetail })
      const reason =
        reasonsDetail(reasons, t) ?? t(`reason.${window.state === 'complete' ? 'failed' : window.state}`)
      return { ...window, reason, reasons, nextDueAt: isPaused ? null : window.nextDueAt }
    }),
  }
}

/** The last run's fault, or else the stored reasons. */
function reasonsOf({ stored, errorCode, errorDetail }: Stored): WindowReason[] {
  if (errorCode === null) return stored ?? []
  return errorDetail === null ? [] : [{ code: 'failed', error: errorCode, message: errorDetail }]
}
