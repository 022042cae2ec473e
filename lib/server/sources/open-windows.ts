import 'server-only'
import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Executor } from '#lib/server/db/client.ts'
import { instantText } from '#lib/server/db/instant-text.ts'
import { parsedRows } from '#lib/server/db/parsed-rows.ts'
import type { MirroredList } from '#lib/server/lists/mirrored-list.ts'
import { type OpenWindow, openWindowSchema, type ResourceCare } from '#lib/sources/care-schema.ts'

const SHOWN = 200

const foundSchema = openWindowSchema.omit({ reason: true }).extend({
  detail: z.string().nullable(),
  errorDetail: z.string().nullable(),
  total: z.int(),
})

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
        coalesce(detail, attribution_fault) as detail, error_code as "errorCode",
        error_detail as "errorDetail", upstream_listed as listed, upstream_count as counted, rows,
        ${instantText(sql`coalesce(case when state = 'complete' then failed_at else state_since end, failed_at, last_run_at)`)} as since,
        ${instantText(sql`last_complete_at`)} as "lastCompleteAt", ${instantText(sql`due_at`)} as "nextDueAt",
        requested_at is not null as "isRequested", count(*) over ()::int as total
      from sync_window
      where source = ${source} and resource = ${resource} and (state <> 'complete' or error_code is not null or attribution_fault is not null)
      order by from_day desc limit ${SHOWN}`,
    foundSchema,
  )
  return {
    total: found[0]?.total ?? 0,
    windows: found.map(({ total: _, detail, errorDetail, ...window }) => ({
      ...window,
      reason: (window.errorCode === null ? detail : errorDetail) ?? REASONS[window.state],
      nextDueAt: isPaused ? null : window.nextDueAt,
    })),
  }
}

const REASONS: Record<OpenWindow['state'], string> = {
  never_read: 'Not read yet.',
  partial: 'Not every row could be read.',
  failed: 'The last reading failed.',
  complete: 'The last reading failed.',
}
