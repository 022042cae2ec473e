import 'server-only'
import { sql } from 'drizzle-orm'
import type { SourceSeason } from '#lib/collections/season.ts'
import { type Executor, query } from '#lib/server/db/client.ts'
import type { Viewer } from '#lib/server/viewer.ts'
import { allOf, inScope } from './predicates.ts'

/** Reads the seasons that admins set for the funding sources in scope. */
export function readSeasons(tx: Executor, viewer: Viewer): Promise<SourceSeason[]> {
  return query<SourceSeason>(tx)`
    select funding_source as "fundingSource", name, first_month as "firstMonth", last_month as "lastMonth"
    from season where ${allOf([inScope(viewer, sql`funding_source`)])}
    order by funding_source collate "C", first_month, id`
}
