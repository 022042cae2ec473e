import 'server-only'
import { BILLING_STATUSES } from '#lib/billing-periods/status.ts'
import type { BillingPeriod } from '#lib/sandbox/dataset/billing-periods.ts'
import { statusAt } from '#lib/sandbox/dataset/collection.ts'
import { correctedAt } from '#lib/sandbox/dataset/corrections.ts'
import type { Dataset } from '#lib/sandbox/dataset/dataset.ts'
import { PROGRAMMES } from '#lib/sandbox/dataset/regions.ts'
import type { Dialect, SandboxKeys } from '#lib/sandbox/options.ts'
import { billingPeriodRow } from '#lib/sandbox/rows.ts'
import {
  admitHelloTractor,
  dayParameter,
  holds,
  invalidParameter,
  isUnknown,
  noSuchObject,
  pageOf,
} from './hello-tractor-form.ts'
import { createMemo } from './memo.ts'
import { type Ask, json, parameter, type Reply } from './reply.ts'

type Compare = (a: BillingPeriod, b: BillingPeriod) => number

const ORDERINGS: Record<string, Compare> = {
  created_at: (a, b) => a.createdAt - b.createdAt,
  id: () => 0,
  start_date: (a, b) => compareText(a.startDate, b.startDate),
  end_date: (a, b) => compareText(a.endDate, b.endDate),
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** The parsed filters of one call; absent ones are null. */
type Filters = ReturnType<typeof readFilters>

function readFilters(query: URLSearchParams, dialect: Dialect) {
  const filters = {
    search: parameter(query, 'search'),
    currency: parameter(query, 'currency'),
    status: parameter(query, 'status'),
    fundingSource: parameter(query, 'funding_source'),
    startFrom: dayParameter(query, 'start_date_gte'),
    startTo: dayParameter(query, 'start_date_lte'),
    endFrom: dayParameter(query, 'end_date_gte'),
    endTo: dayParameter(query, 'end_date_lte'),
    ordering: parameter(query, 'ordering') ?? '-created_at',
  }
  if (!Object.hasOwn(ORDERINGS, filters.ordering.replace(/^-/, ''))) throw invalidParameter('ordering')
  if (dialect.strictFilters) {
    if (isUnknown(filters.fundingSource, PROGRAMMES)) throw invalidParameter('funding_source')
    if (isUnknown(filters.status, BILLING_STATUSES)) throw invalidParameter('status')
  }
  return filters
}

function matches(filters: Filters, now: number): (period: BillingPeriod) => boolean {
  const { search, currency, status, fundingSource, startFrom, startTo, endFrom, endTo } = filters
  return (period) =>
    period.createdAt <= now &&
    (currency === null || period.currency === currency) &&
    (fundingSource === null || period.fundingSource === fundingSource) &&
    (startFrom === null || period.startDate >= startFrom) &&
    (startTo === null || period.startDate <= startTo) &&
    (endFrom === null || period.endDate >= endFrom) &&
    (endTo === null || period.endDate <= endTo) &&
    (status === null || statusAt(period.events, now) === status) &&
    (search === null || holds(period.loanName, search))
}

function sorted(periods: BillingPeriod[], ordering: string): BillingPeriod[] {
  const compare = ORDERINGS[ordering.replace(/^-/, '')] ?? (() => 0)
  const sign = ordering.startsWith('-') ? -1 : 1
  return periods.sort((a, b) => sign * (compare(a, b) || a.id - b.id))
}

/** The routes of `/payg/lms/payment-requests` and its detail. */
export function billingPeriodRoutes(dataset: Dataset, keys: SandboxKeys, dialect: () => Dialect) {
  const memo = createMemo()
  return {
    list(ask: Ask): Reply {
      admitHelloTractor(ask, keys)
      const filters = readFilters(ask.query, dialect())
      const version = `${dataset.eventsUntil(ask.now)} ${dataset.periods.revision()}`
      const periods = memo(JSON.stringify(filters), version, () => {
        const candidates = dataset.periods.between(filters.startFrom, filters.startTo)
        const shown = candidates.map((period) => correctedAt(period, ask.now))
        return sorted(shown.filter(matches(filters, ask.now)), filters.ordering)
      })
      return pageOf(ask, dialect(), periods, (period) => billingPeriodRow(period, ask.now, dialect()))
    },
    detail(ask: Ask, id: string): Reply {
      admitHelloTractor(ask, keys)
      const period = dataset.periods.find(id)
      if (!period || period.createdAt > ask.now) throw noSuchObject()
      return json(200, billingPeriodRow(period, ask.now, dialect()))
    },
  }
}
