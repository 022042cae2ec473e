import 'server-only'
import { sql } from 'drizzle-orm'
import type { FundingSourceSettings } from '#lib/admin/schema.ts'
import { query, readSnapshot } from '#lib/server/db/client.ts'
import { aggregates } from '#lib/server/lists/aggregates.ts'
import type { Viewer } from '#lib/server/viewer.ts'
import { requireAdmin } from './administering.ts'
import { namedSources } from './funding-sources.ts'
import { readStoredSeasons } from './seasons.ts'
import { readStoredTargets } from './targets.ts'

/**
 * Lists the funding sources in alphabetical order, with what admins set for each. One that nothing names any more stays
 * while something is set for it.
 * @throws RequestError 403 for anyone but an admin
 */
export async function sourceSettings(viewer: Viewer): Promise<FundingSourceSettings> {
  requireAdmin(viewer)
  return readSnapshot(viewer, async ({ tx }) => {
    const named = await namedSources(tx)
    const targets = Map.groupBy(await readStoredTargets(tx, sql`true`), ({ fundingSource }) => fundingSource)
    const seasons = Map.groupBy(await readStoredSeasons(tx, sql`true`), ({ fundingSource }) => fundingSource)
    const billed = Map.groupBy(
      await query<{ name: string; currency: string }>(tx)`
        select funding_source as name, currency
        from ${aggregates('billing_period', sql`funding_source is not null and currency is not null`)}
        group by 1, 2 having sum(count) > 0 order by sum(count) desc, currency collate "C"`,
      ({ name }) => name,
    )
    const names = [...new Set([...named, ...targets.keys(), ...seasons.keys()])].sort((a, b) =>
      a.localeCompare(b, 'en'),
    )
    return {
      fundingSources: names.map((name) => {
        const own = targets.get(name) ?? []
        const currencies = [...(billed.get(name) ?? []), ...own].map(({ currency }) => currency)
        return {
          name,
          isGone: !named.has(name),
          currencies: [...new Set(currencies)],
          targets: own.map(({ fundingSource: _, ...target }) => target),
          seasons: (seasons.get(name) ?? []).map(({ fundingSource: _, ...season }) => season),
        }
      }),
    }
  })
}
