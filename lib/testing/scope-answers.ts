import 'server-only'
import { billingPeriodFilters } from '#lib/billing-periods/filters.ts'
import { collectionFilters, summaryFilters } from '#lib/collections/filters.ts'
import { invoiceFilters } from '#lib/invoices/filters.ts'
import { parseParams } from '#lib/search-params.ts'
import { exportBillingPeriods } from '#lib/server/billing-periods/export.ts'
import { listBillingPeriods } from '#lib/server/billing-periods/list.ts'
import { collectionSummary } from '#lib/server/collections/summary.ts'
import { unpaidByAge } from '#lib/server/collections/unpaid-by-age.ts'
import { weeklyCollections } from '#lib/server/collections/weekly.ts'
import { exportInvoices } from '#lib/server/invoices/export.ts'
import { listInvoices } from '#lib/server/invoices/list.ts'
import type { Viewer } from '#lib/server/viewer.ts'
import { SOURCES } from '#lib/sources.ts'
import { answersOfContracts } from './scope-answers-of-contracts.ts'
import { answersOfDetails } from './scope-answers-of-details.ts'
import { answersOfFigures } from './scope-answers-of-figures.ts'
import { type Asked, idsOfCsv, PAGE, PAST, type ScopeAnswers, walk } from './scope-asked.ts'

const periodSearches = {
  all: '',
  search: 'search=contract',
  amount: 'currency=NGN&sort=amount',
  end: 'end_from=2020-01-01',
  amounts: 'currency=NGN&amount_from=2000&amount_to=4000.5',
  unpaid: 'unpaid_over=0',
  notes: 'note=open&note_owner=none',
}

async function ofPeriods(viewer: Viewer): Promise<ScopeAnswers> {
  const answers: ScopeAnswers = {}
  for (const [name, search] of Object.entries(periodSearches)) {
    const filters = parseParams(billingPeriodFilters, new URLSearchParams(search))
    answers[`periods ${name}`] = await walk((cursor) =>
      listBillingPeriods(viewer, { ...filters, cursor, limit: PAGE }),
    )
    const csv = await exportBillingPeriods(viewer, { ...filters, format: 'csv' })
    answers[`periods ${name} as CSV`] = idsOfCsv(await csv.text(), 0)
  }
  return answers
}

async function ofInvoices(viewer: Viewer): Promise<ScopeAnswers> {
  const answers: ScopeAnswers = {}
  for (const source of SOURCES) {
    for (const [name, search] of Object.entries({ all: '', search: 'search=number' })) {
      const filters = parseParams(invoiceFilters, new URLSearchParams(`source=${source}&${search}`))
      const read = (cursor: string | null) => listInvoices(viewer, { ...filters, cursor, limit: PAGE })
      answers[`invoices ${source} ${name}`] = await walk(read)
      const csv = await exportInvoices(viewer, { ...filters, format: 'csv' })
      answers[`invoices ${source} ${name} as CSV`] = idsOfCsv(await csv.text(), 1)
    }
  }
  return answers
}

async function ofPast(viewer: Viewer): Promise<ScopeAnswers> {
  const answers: ScopeAnswers = {}
  for (const at of PAST) {
    const asked = (search = '') => new URLSearchParams(`as_of=${at}${search}`)
    for (const [name, search] of Object.entries({ all: '', search: '&search=contract' })) {
      const filters = parseParams(billingPeriodFilters, asked(search))
      const page = (cursor: string | null) => listBillingPeriods(viewer, { ...filters, cursor, limit: PAGE })
      answers[`periods ${name} as of ${at}`] = await walk(page)
      const csv = await exportBillingPeriods(viewer, { ...filters, format: 'csv' })
      answers[`periods ${name} as CSV as of ${at}`] = idsOfCsv(await csv.text(), 0)
      for (const source of SOURCES) {
        const of = search.replace('contract', 'number')
        const own = parseParams(invoiceFilters, asked(`&source=${source}${of}`))
        const read = (cursor: string | null) => listInvoices(viewer, { ...own, cursor, limit: PAGE })
        answers[`invoices ${source} ${name} as of ${at}`] = await walk(read)
        const file = await exportInvoices(viewer, { ...own, format: 'csv' })
        answers[`invoices ${source} ${name} as CSV as of ${at}`] = idsOfCsv(await file.text(), 1)
      }
    }
    const { weeks, asOf } = await weeklyCollections(viewer, parseParams(collectionFilters, asked()))
    const summary = await collectionSummary(viewer, parseParams(summaryFilters, asked('&group_by=currency')))
    const sums = ({ currency, count, billed }: { currency: string | null; count: number; billed: string }) =>
      `${currency} ${count} ${billed}`
    answers[`weeks as of ${at}`] = weeks.map((week) => `${week.week} ${sums(week)}`).sort()
    answers[`summary as of ${at}`] = summary.groups.map(sums).sort()
    const unpaid = await unpaidByAge(viewer, parseParams(collectionFilters, asked()))
    answers[`unpaid as of ${at}`] = unpaid.ages.map(({ count }) => count)
    answers[`left as of ${at}`] = [asOf?.left, summary.asOf?.left, unpaid.asOf?.left]
  }
  return answers
}

type Group = (viewer: Viewer, asked: Asked) => Promise<ScopeAnswers>
const GROUPS = {
  periods: ofPeriods,
  invoices: ofInvoices,
  contracts: answersOfContracts,
  details: answersOfDetails,
  past: ofPast,
  figures: answersOfFigures,
} as const satisfies Record<string, Group>
export type ScopeGroup = keyof typeof GROUPS
export const SCOPE_GROUPS = Object.keys(GROUPS) as ScopeGroup[]

/** Calls every read function of the product for everything there is, as one viewer. */
export async function scopeAnswers(
  viewer: Viewer,
  asked: Asked,
  groups: readonly ScopeGroup[] = SCOPE_GROUPS,
): Promise<ScopeAnswers> {
  const answers: ScopeAnswers = {}
  for (const group of groups) Object.assign(answers, await GROUPS[group](viewer, asked))
  return answers
}
