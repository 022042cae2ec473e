import 'server-only'
import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Executor } from '#lib/server/db/client.ts'
import { instantText } from '#lib/server/db/instant-text.ts'
import { parsedRows } from '#lib/server/db/parsed-rows.ts'
import type { MirroredList } from '#lib/server/lists/mirrored-list.ts'
import { type OpenWindow, openWindowSchema, type ResourceCare } from '#lib/sources/care-schema.ts'
import { reasonsText } from '#lib/sources/reason-words.ts'
import { reasonsSchema, type WindowReason } from '#lib/sources/window-reasons.ts'

const SHOWN = 200

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
export async function readOpenWindows(
  tx: Executor,
  { source, resource }: MirroredList,
  isPaused: boolean,
): Promise<ResourceCare['open']> {
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
      order by from_day desc limit ${SHOWN}`,
    foundSchema,
  )
  return {
    total: found[0]?.total ?? 0,
    windows: found.map(({ total: _, stored, errorDetail, ...window }) => {
      const reasons = reasonsOf({ stored, errorCode: window.errorCode, errorDetail })
      const reason = reasonsText(reasons) ?? REASONS[window.state]
      return { ...window, reason, reasons, nextDueAt: isPaused ? null : window.nextDueAt }
    }),
  }
}

/** The last run's fault, or else the stored reasons. */
function reasonsOf({ stored, errorCode, errorDetail }: Stored): WindowReason[] {
  if (errorCode === null) return stored ?? []
  return errorDetail === null ? [] : [{ code: 'failed', error: errorCode, message: errorDetail }]
}

const REASONS: Record<OpenWindow['state'], string> = {
  never_read: 'Not read yet.',
  partial: 'Not every row could be read.',
  failed: 'The last reading failed.',
  complete: 'The last reading failed.',
}
