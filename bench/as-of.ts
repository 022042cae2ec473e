import { billingPeriodFilters } from '#lib/billing-periods/filters.ts'
import { collectionFilters, summaryFilters } from '#lib/collections/filters.ts'
import { pageParams, parseParams } from '#lib/search-params.ts'
import { listBillingPeriods } from '#lib/server/billing-periods/list.ts'
import { collectionSummary } from '#lib/server/collections/summary.ts'
import { weeklyCollections } from '#lib/server/collections/weekly.ts'
import { type BenchEnvironment, type Million, readFrom } from './environment.ts'
import { OPERATOR } from './list-cases.ts'
import { type Finding, median, ms, spread, times } from './report.ts'
import { interleaved, ratios, timed } from './rounds.ts'

/** So many of the newest billing periods change after the instant. */
const CHANGED = 40_000
const MOST = 10

const params = (search: string) => new URLSearchParams(search)
/** The compared reads, as of now or of an instant. */
const READS: Record<string, (search: string) => Promise<unknown>> = {
  'first page with totals': (search) =>
    listBillingPeriods(OPERATOR, parseParams({ ...billingPeriodFilters, ...pageParams }, params(search))),
  'page by contract of failed NGN': (search) =>
    listBillingPeriods(
      OPERATOR,
      parseParams(
        { ...billingPeriodFilters, ...pageParams },
        params(`sort=contract&currency=NGN&status=PAYMENT_FAILED&${search}`),
      ),
    ),
  'weekly collections': (search) =>
    weeklyCollections(OPERATOR, parseParams(collectionFilters, params(search))),
  'summary by funding source': (search) =>
    collectionSummary(OPERATOR, parseParams(summaryFilters, params(search))),
}

/** P15: compares answers as of an earlier instant with those of now. Changes the mirror, so it runs last. */
export async function measureAsOf(environment: BenchEnvironment): Promise<Finding[]> {
  const million = await environment.million()
  readFrom(million)
  const at = await changeRows(million)
  const findings: Finding[] = []
  for (const [name, read] of Object.entries(READS)) {
    const { now, past } = await interleaved({
      now: () => timed(() => read('')),
      past: () => timed(() => read(`as_of=${at}`)),
    })
    const ratio = median(ratios(past, now))
    findings.push({
      name: `${name} as of an instant before ${CHANGED.toLocaleString('en')} changes`,
      figure: spread(past, ms),
      anchor: `as of now ${ms(median(now))}`,
      ratio: times(ratio),
      target: `<= ${MOST}x`,
      isMet: ratio <= MOST,
    })
  }
  return findings
}

/** Lets the newest billing periods change, and returns the instant before. */
async function changeRows({ db }: Million): Promise<string> {
  await db.$client.query(`insert into source_fact (source, resource, fact, value, at)
    values ('hello-tractor', 'billing-periods', 'history', '{}', now() - interval '100 days')`)
  await db.$client.query(`
    with picked as (
      select * from billing_period where start_date is not null order by start_date desc limit ${CHANGED}
    ), kept as (
      insert into billing_period_version (id, contract, start_date, end_date, status, amount, currency, funding_source,
        assignment, recorded_to, previous_seen_at, seen_at)
      select id, contract, start_date, end_date, 'PENDING', amount, currency, funding_source, assignment,
        now() - interval '1 day', now() - interval '90 days', now() from picked
    )
    update billing_period as own set recorded_from = now() - interval '1 day' from picked where own.id = picked.id`)
  // The pool itself gives every statement a transaction, in which nothing can be vacuumed.
  const client = await db.$client.connect()
  await client.query('vacuum analyze billing_period')
  await client.query('vacuum analyze billing_period_version')
  client.release()
  return new Date(Date.now() - 2 * 86_400_000).toISOString()
}
