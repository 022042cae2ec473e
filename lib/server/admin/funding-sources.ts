import 'server-only'
import { sql } from 'drizzle-orm'
import type { KnownFundingSources } from '#lib/admin/schema.ts'
import { readSourceText } from '#lib/search-params.ts'
import { env } from '#lib/server/config/env.ts'
import { query, readSnapshot } from '#lib/server/db/client.ts'
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
  const mirrored = await readSnapshot(
    viewer,
    ({ tx }) =>
      query<{ name: string }>(tx)`
      select funding_source as name from ${aggregates('billing_period', whereNamed)}
      union select funding_source from ${aggregates('invoice', whereNamed)}`,
  )
  const names = new Set(mirrored.map(({ name }) => name))
  for (const name of env().upstreams.helloTractor?.fundingSources ?? []) names.add(name)
  const known = [...names].filter((name) => readSourceText(name) !== null)
  return { fundingSources: known.sort((a, b) => a.localeCompare(b, 'en')) }
}
