import 'server-only'
import { sql } from 'drizzle-orm'
import type { KnownFundingSources } from '#lib/admin/schema.ts'
import { readSourceText } from '#lib/search-params.ts'
import { env } from '#lib/server/config/env.ts'
import { type Executor, query, readSnapshot } from '#lib/server/db/client.ts'
import { aggregates } from '#lib/server/lists/aggregates.ts'
import type { Viewer } from '#lib/server/viewer.ts'
import { requireAdmin } from './administering.ts'

const whereNamed = sql`funding_source is not null`

/**
 * Lists the funding sources that the mirror's rows or the configuration name, in alphabetical order.
 * @throws RequestError 403 for anyone but an admin
 */
export async function knownFundingSources(viewer: Viewer): Promise<KnownFundingSources> {
  requireAdmin(viewer)
  const names = await readSnapshot(viewer, ({ tx }) => namedSources(tx))
  return { fundingSources: [...names].sort((a, b) => a.localeCompare(b, 'en')) }
}

/** True for a funding source that the mirror or the configuration names, or that has a target or a season already. */
export async function canBeSet(tx: Executor, fundingSource: string): Promise<boolean> {
  const [found] = await query<{ is: boolean }>(tx)`
    select exists (select from collection_target where funding_source = ${fundingSource})
      or exists (select from season where funding_source = ${fundingSource}) as is`
  return found?.is === true || (await namedSources(tx)).has(fundingSource)
}

/** Returns the funding sources that the mirror's rows in scope or the configuration name. */
export async function namedSources(tx: Executor): Promise<Set<string>> {
  const mirrored = await query<{ name: string }>(tx)`
    select funding_source as name from ${aggregates('billing_period', whereNamed)}
    union select funding_source from ${aggregates('invoice', whereNamed)}`
  const names = [...mirrored.map(({ name }) => name), ...(env().upstreams.helloTractor?.fundingSources ?? [])]
  return new Set(names.filter((name) => readSourceText(name) !== null))
}
