import 'server-only'
import { prefetch } from '#lib/api/prefetch.ts'
import { reportParams } from '#lib/collections/params.ts'
import { collectionQueries } from '#lib/collections/queries.ts'
import { contractQueries } from '#lib/contracts/queries.ts'
import type { PageSearch } from '#lib/page-search.ts'
import { planReport } from '#lib/report/plan.ts'
import { reportMarkOf } from '#lib/server/auth/reports.ts'
import { compareCollections } from '#lib/server/collections/comparison.ts'
import { collectionTargets } from '#lib/server/collections/targets.ts'
import { unpaidByAge } from '#lib/server/collections/unpaid-by-age.ts'
import { listTopContracts } from '#lib/server/contracts/list.ts'
import { prefetchChoices, prefetchSummary, prefetchWeekly, readFiguresPage } from './prefetch-figures.ts'

/** As many currencies are in the page as it arrives. */
const PREFETCHED = 2

/** Reads what the report depends on, and prefetches its queries. */
export async function prefetchReport(searchParams: Promise<PageSearch>) {
  const page = await readFiguresPage(reportParams, searchParams)
  const { client, viewer, params, today } = page
  const [choices, mark] = await Promise.all([prefetchChoices(client, viewer), reportMarkOf(viewer)])
  const plan = choices ? planReport(params, choices, today) : null
  // The browser asks for the others: all at once would take every connection to the database.
  const currencies = plan?.currencies.slice(0, PREFETCHED) ?? []
  const ages = plan?.ages.slice(0, 1).map(({ all }) => all) ?? []
  const targets = { currency: [], funding_source: params.funding_source }
  await Promise.all([
    prefetch(client, collectionQueries.targets(targets), () => collectionTargets(viewer, targets)),
    ...ages.map((all) =>
      prefetch(client, collectionQueries.unpaidByAge(all), () => unpaidByAge(viewer, all)),
    ),
    ...currencies.flatMap((one) => [
      prefetchWeekly(client, viewer, one.weekly),
      prefetchSummary(client, viewer, one.byFundingSource),
      prefetch(client, collectionQueries.comparison(one.comparison), () =>
        compareCollections(viewer, one.comparison),
      ),
      prefetch(client, contractQueries.top(one), () => listTopContracts(viewer, one)),
    ]),
  ])
  return { ...page, mark }
}
