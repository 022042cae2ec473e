import 'server-only'
import type { QueryClient } from '@tanstack/react-query'
import { FIRST_PAGE_QUERY } from '#lib/api/paging.ts'
import { prefetch } from '#lib/api/prefetch.ts'
import { periodFiltersOf } from '#lib/contracts/period-filters.ts'
import { periodsQuery } from '#lib/contracts/period-queries.ts'
import { contractQueries } from '#lib/contracts/queries.ts'
import { RequestError } from '#lib/errors.ts'
import { listBillingPeriods } from '#lib/server/billing-periods/list.ts'
import { contractDetail } from '#lib/server/contracts/detail.ts'
import type { Viewer } from '#lib/server/viewer.ts'

/**
 * Reads what the page of a contract shows first.
 * @returns false if the viewer sees no such contract. After any other failure the browser asks again, and reports it.
 */
export async function prefetchContract(client: QueryClient, viewer: Viewer, id: string): Promise<boolean> {
  try {
    const detail = await contractDetail(viewer, id)
    const filters = periodFiltersOf(detail.contract)
    await prefetch(client, contractQueries.detail(id), async () => detail)
    await prefetch(client, periodsQuery(filters), () =>
      listBillingPeriods(viewer, { ...filters, ...FIRST_PAGE_QUERY }),
    )
    return true
  } catch (error) {
    return !(error instanceof RequestError && error.status === 404)
  }
}
