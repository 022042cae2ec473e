import 'server-only'
import { COLLECTION_ROLES, type CollectionRole } from '#lib/billing-periods/status.ts'
import { SUMMARY_GROUPS } from '#lib/collections/filters.ts'
import type { Figures } from '#lib/collections/schema.ts'
import type { Answers } from '#lib/testing/answers.ts'
import type { MoneyDataset } from './dataset.ts'
import { type MoneySums, type Sum, unitsOf } from './sums.ts'
import type { Tally } from './tally.ts'

const FIELDS = { funding_source: 'fundingSource', status: 'status', currency: 'currency' } as const
const KNOWN = Object.keys(COLLECTION_ROLES)

type Own = Parameters<MoneySums['of']>[1]

/** Checks every figure of the weekly chart and the three summaries of a mirrored dataset. */
export async function checkFigures(
  dataset: MoneyDataset,
  answers: Answers,
  sums: MoneySums,
  tally: Tally,
): Promise<void> {
  const { weeks } = await answers.weekly('')
  const currencies = sums.values('periods', 'currency')
  for (const { week, ...figures } of weeks) {
    const own = { week, currency: figures.currency ?? '' }
    compareFigures(`week ${week} in ${figures.currency}`, figures, own, sums, tally)
  }
  const filled = dataset.weeks.flatMap((week) =>
    currencies.filter((currency) => sums.of('periods', { week, currency }).count > 0),
  )
  tally.compare('weeks times currencies', weeks.length, filled.length)
  for (const by of SUMMARY_GROUPS) {
    const { groups } = await answers.summary(`group_by=${by}`)
    for (const { group, ...figures } of groups) {
      const own = { [FIELDS[by]]: group ?? '', currency: figures.currency ?? '' }
      const isOther = by === 'status' && !sums.values('periods', 'status').includes(String(group))
      const truth = isOther ? { currency: figures.currency ?? '', status: 'WRITTEN_OFF' } : own
      compareFigures(`${by} ${group} in ${figures.currency}`, figures, truth, sums, tally)
    }
    const told = groups.reduce((sum, { count }) => sum + count, 0)
    tally.compare(`periods under all groups by ${by}`, told, dataset.scale.periods)
  }
}

function compareFigures(name: string, figures: Figures, own: Own, sums: MoneySums, tally: Tally): void {
  const statuses = own?.status === undefined ? sums.values('periods', 'status') : [own.status]
  const byStatus = new Map(statuses.map((status) => [status, sums.of('periods', { ...own, status })]))
  const inRole = (...roles: CollectionRole[]) => {
    const chosen = [...byStatus].filter(([status]) => roles.some((role) => roleOf(status) === role))
    return chosen.reduce((sum, [, { units }]) => sum + units, 0n)
  }
  const truth = {
    billed: inRole('collected', 'failed', 'in_flight'),
    collected: inRole('collected'),
    failed: inRole('failed'),
    inFlight: inRole('in_flight'),
    outstanding: inRole('failed', 'in_flight'),
  }
  for (const field of ['billed', 'collected', 'failed', 'inFlight', 'outstanding'] as const) {
    tally.compare(`${field} of ${name}`, unitsOf(figures[field]), truth[field])
  }
  tally.compare(`rate of ${name}`, figures.rate, rateOf(truth.collected, truth.billed))
  const all = [...byStatus.values()]
  tally.compare(`periods of ${name}`, figures.count, total(all, 'count'))
  tally.compare(`unknown amounts of ${name}`, figures.unknownAmounts, total(all, 'unknown'))
  for (const [status, { units, count }] of byStatus) {
    const told = Object.entries(figures.byStatus).find(([group]) => group === groupOf(status))?.[1]
    tally.compare(`${status} of ${name}`, told ? unitsOf(told.amount) : 0n, units)
    tally.compare(`periods in ${status} of ${name}`, told?.count ?? 0, count)
  }
}

function groupOf(status: string): string {
  return KNOWN.includes(status) ? status : 'OTHER'
}

function roleOf(status: string): CollectionRole | undefined {
  return Object.entries(COLLECTION_ROLES).find(([group]) => group === groupOf(status))?.[1]
}

function total(sums: readonly Sum[], of: 'count' | 'unknown'): number {
  return sums.reduce((all, sum) => all + sum[of], 0)
}

/**
 * Computes the rate to six places, rounded half away from zero. Null unless 0 ≤ collected ≤ billed and
 * something was billed.
 */
function rateOf(collected: bigint, billed: bigint): number | null {
  if (billed <= 0n || collected < 0n || collected > billed) return null
  const rounded = (collected * 2_000_000n + billed) / (2n * billed)
  return Number(`${rounded}e-6`)
}
