import 'server-only'
import { sql } from 'drizzle-orm'
import { type ContractFilters, type ContractSortField, contractFilters } from '#lib/contracts/filters.ts'
import { serializeParams } from '#lib/search-params.ts'
import { exportReport } from '#lib/server/export/answer.ts'
import type { ReportStyle } from '#lib/server/export/format.ts'
import { columnsOf, type ReportColumn } from '#lib/server/export/report.ts'
import { readFreshness } from '#lib/server/lists/freshness.ts'
import { orderBy } from '#lib/server/lists/keyset.ts'
import { sortOrder } from '#lib/server/lists/sorting.ts'
import type { Viewer } from '#lib/server/viewer.ts'
import { requireComparable } from './list.ts'
import {
  CONTRACT_SORT_COLUMNS,
  type ContractRow,
  contractColumns,
  contractSource,
  contractsAge,
  contractTotals,
  contractWhere,
} from './query.ts'

const COLUMNS: readonly ReportColumn<keyof ContractRow | 'rate' | 'reachable' | 'figuresOf'>[] = [
  ...columnsOf('text', 'contract', 'fundingSource', 'currency'),
  ...columnsOf('count', 'periods'),
  ...columnsOf('money', 'billed', 'collected', 'inFlight', 'failed', 'freshFailed', 'outstanding'),
  ...columnsOf('text', 'rate', 'reachable'),
  ...columnsOf('count', 'unpaid', 'weeksBehind'),
  ...columnsOf('day', 'oldestUnpaid', 'firstBilled', 'lastBilled', 'lastPaid'),
  ...columnsOf('count', 'drafts', 'others', 'unknownAmounts', 'unpaidUndated'),
  ...columnsOf('text', 'id'),
  ...columnsOf('day', 'figuresOf'),
]

/** The rate if everything in flight and every fresh failure is paid. */
const REACHABLE = sql`case when rate is not null then
  round(least(1, greatest(rate, (collected + in_flight + fresh_failed) / billed)), 6)::text end as reachable`

/**
 * Streams the whole filtered set of contracts as a report of one snapshot, recorded in the audit log. The total
 * of each currency is what is outstanding.
 * @throws {RequestError} 400 for an order by an amount across currencies, or a set that the format cannot hold;
 * 503 or 429 as `exportReport`
 */
export async function exportContracts(
  viewer: Viewer,
  { format, provenance, ...filters }: ContractFilters & Pick<ReportStyle, 'format' | 'provenance'>,
  requestId?: string,
): Promise<Response> {
  requireComparable(filters)
  const { field, isDescending } = sortOrder<ContractSortField>(filters.sort)
  const day = sql`(select value->>'day' from source_fact
    where source = 'hello-tractor' and resource = 'billing-periods' and fact = 'contracts')`
  return exportReport(viewer, {
    style: { format, provenance },
    name: 'contracts',
    title: 'Contracts',
    columns: COLUMNS,
    filters: serializeParams(contractFilters, filters),
    describe: async (tx) => {
      const totals = await contractTotals(tx, viewer, filters)
      const lists = [{ source: 'hello-tractor', resource: 'billing-periods' }] as const
      const days = { from: null, to: null, funding_source: filters.funding_source }
      const statement = sql`select ${contractColumns(viewer)}, rate::text as rate, ${REACHABLE}, ${day} as "figuresOf" from ${contractSource(filters)}
      where ${contractWhere(viewer, filters)}
      order by ${orderBy(CONTRACT_SORT_COLUMNS[field], isDescending)}`
      const age = await contractsAge(tx)
      return {
        statement,
        totals,
        freshness: await readFreshness(tx, viewer, lists, days),
        notes: [
          { label: 'Totals', cells: ['what is outstanding'] },
          { label: 'Ages as of', cells: [age.day ?? 'not computed yet'], kind: 'day' },
        ],
        unsettled: age.pending ? 'no: some contracts are still being computed' : null,
      }
    },
    action: 'contracts.export',
    requestId,
  })
}
