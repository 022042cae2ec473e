import 'server-only'
import { billingPeriodFilters } from '#lib/billing-periods/filters.ts'
import type { RowChanges } from '#lib/changes/schema.ts'
import { collectionFilters, summaryFilters } from '#lib/collections/filters.ts'
import { contractFilters } from '#lib/contracts/filters.ts'
import { RequestError } from '#lib/errors.ts'
import { invoiceFilters } from '#lib/invoices/filters.ts'
import { parseParams } from '#lib/search-params.ts'
import { billingPeriodChanges } from '#lib/server/billing-periods/changes.ts'
import { billingPeriodDetail } from '#lib/server/billing-periods/detail.ts'
import { exportBillingPeriods } from '#lib/server/billing-periods/export.ts'
import { listBillingPeriods } from '#lib/server/billing-periods/list.ts'
import { readKindSums } from '#lib/server/collections/bridge-sums.ts'
import { agedChanges, collectedByAge } from '#lib/server/collections/collected-by-age.ts'
import { whereOf } from '#lib/server/collections/compared-range.ts'
import { compareCollections } from '#lib/server/collections/comparison.ts'
import { rateBridge } from '#lib/server/collections/rate-bridge.ts'
import { collectionSummary } from '#lib/server/collections/summary.ts'
import { periodsAt } from '#lib/server/collections/sums.ts'
import { unpaidByAge } from '#lib/server/collections/unpaid-by-age.ts'
import { weeklyCollections } from '#lib/server/collections/weekly.ts'
import { contractDetail, findContract } from '#lib/server/contracts/detail.ts'
import { exportContracts } from '#lib/server/contracts/export.ts'
import { listContracts } from '#lib/server/contracts/list.ts'
import { contractMovement } from '#lib/server/contracts/movement.ts'
import { readSnapshot } from '#lib/server/db/client.ts'
import { invoiceChanges } from '#lib/server/invoices/changes.ts'
import { invoiceDetail } from '#lib/server/invoices/detail.ts'
import { exportInvoices } from '#lib/server/invoices/export.ts'
import { listInvoices } from '#lib/server/invoices/list.ts'
import { invoicePdfPack } from '#lib/server/invoices/pack.ts'
import { invoicePdf } from '#lib/server/invoices/pdf.ts'
import { filterOptions } from '#lib/server/lists/filter-options.ts'
import { proxyUpstream } from '#lib/server/live/upstream-proxy.ts'
import { sourcesHealth } from '#lib/server/sources/health.ts'
import type { Viewer } from '#lib/server/viewer.ts'
import { SOURCES, type Source } from '#lib/sources.ts'

/** Every id of the database to ask for, in scope or not. */
export type Asked = {
  periods: readonly string[]
  invoices: Record<Source, readonly string[]>
  contracts: readonly ContractKey[]
}
type ContractKey = { id: string; contract: string; currency: string; fundingSource: string | null }
/** Every read function's response to one viewer, reduced to comparable values: ids, counts and sums. */
export type ScopeAnswers = Record<string, unknown>

const signal = new AbortController().signal
const PAGE = 5

/** Instants between the versions that `putScopedRows` stores. */
export const PAST = ['2026-03-01T12:00:00Z', '2026-03-02T12:00:00Z'] as const

type Page = { rows: { id: string }[]; nextCursor: string | null; totals: unknown; asOf?: { left: number } }

/** Walks all pages of a list and returns its ids, with the distinct totals of the pages. */
async function walk(read: (cursor: string | null) => Promise<Page>): Promise<unknown> {
  const ids: string[] = []
  const totals = new Set<string>()
  let cursor: string | null = null
  let left: number | undefined
  do {
    const page: Page = await read(cursor)
    ids.push(...page.rows.map((row) => row.id))
    totals.add(JSON.stringify(page.totals))
    cursor = page.nextCursor
    left = page.asOf?.left
  } while (cursor !== null)
  return { ids: ids.sort(), totals: [...totals], ...(left === undefined ? {} : { left }) }
}

const periodSearches = {
  all: '',
  search: 'search=contract',
  amount: 'currency=NGN&sort=amount',
  end: 'end_from=2020-01-01',
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

async function ofContracts(viewer: Viewer, asked: Asked): Promise<ScopeAnswers> {
  const filters = parseParams(contractFilters, new URLSearchParams())
  const ids = new Map(asked.contracts.map(({ id, ...key }) => [id, keyOf(key)]))
  const namesakes = new Set<string>()
  const sums = new Set<string>()
  const weeks = new Set<string>()
  const listed = await walk(async (cursor) => {
    const page = await listContracts(viewer, { ...filters, cursor, limit: PAGE })
    for (const row of page.rows) sums.add(`${keyOf(row)} ${row.periods} ${row.outstanding} ${row.sameName}`)
    return {
      ...page,
      totals: page.totals.map(({ currency, count, amount }) => ({ currency, count, amount })),
    }
  })
  const csv = await exportContracts(viewer, { ...filters, format: 'csv' })
  const details = await seen([...ids.keys()], async (id) => {
    const detail = await contractDetail(viewer, id)
    for (const other of detail.namesakes) namesakes.add(`${id} ${other.id}`)
    for (const { week, counts } of detail.weeks) weeks.add(`${id} ${week} ${JSON.stringify(counts)}`)
  })
  const { cells } = await contractMovement(viewer, { currency: [], funding_source: [] })
  const moved = await listContracts(viewer, { ...filters, moved: ['2-to-any'], cursor: null, limit: 200 })
  const found = await Promise.all(asked.contracts.map((key) => findContract(viewer, key)))
  return {
    contracts: listed,
    'sums of contracts': [...sums].sort(),
    'contracts as CSV': namesOfCsv(await csv.text()),
    'contract details': details,
    namesakes: [...namesakes].sort(),
    'weeks of contracts': [...weeks].sort(),
    moves: cells.map((cell) => `${cell.fundingSource} ${cell.currency} ${cell.before} ${cell.count}`).sort(),
    'contracts that moved': moved.rows.map(({ id }) => id).sort(),
    'contracts found': found.filter((id) => id !== null).sort(),
  }
}

function keyOf({
  contract,
  currency,
  fundingSource,
}: Record<'contract' | 'currency' | 'fundingSource', unknown>) {
  return `${contract} ${currency} ${fundingSource}`
}

/** Returns the contract, funding source and currency of each line. */
function namesOfCsv(text: string): string[] {
  const lines = text.split('\r\n').slice(1)
  const end = lines.findIndex((line) => line.startsWith('# '))
  return lines
    .slice(0, end)
    .map((line) => line.split(',').slice(0, 3).join(' '))
    .sort()
}

function idsOfCsv(text: string, column: number): string[] {
  const lines = text.split('\r\n').slice(1)
  const end = lines.findIndex((line) => line.startsWith('# '))
  return lines
    .slice(0, end)
    .map((line) => line.split(',')[column] ?? '')
    .sort()
}

/**
 * Returns the ids for which a read passes the scope check. `isPast` recognises errors after that check, as
 * opposed to a 404.
 */
async function seen(
  ids: readonly string[],
  read: (id: string) => Promise<unknown>,
  isPast: (error: Error) => boolean = () => false,
): Promise<string[]> {
  const found: string[] = []
  for (const id of ids) {
    const outcome = await read(id).catch((error: unknown) => error)
    if (!(outcome instanceof Error) || isPast(outcome)) found.push(id)
  }
  return found.sort()
}

/**
 * True for the refusals that only a read which passed the scope check meets: no source is configured, and all of
 * them are paused. Rows outside the scope are a `not_found`.
 */
const isLiveRefused = (error: Error) =>
  error instanceof RequestError && ['source_off', 'source_paused'].includes(error.code)

async function ofDetails(viewer: Viewer, asked: Asked): Promise<ScopeAnswers> {
  const others = new Set<string>()
  const history = new Set<string>()
  const since = { since: '2026-03-01T12:00:00Z', currency: [], funding_source: [] }
  const whole = { ...since, cursor: null, limit: 200 }
  const answers: ScopeAnswers = {
    changes: changeLines(await billingPeriodChanges(viewer, whole)),
    'period details': await seen(asked.periods, async (id) => {
      const detail = await billingPeriodDetail(viewer, id)
      for (const other of detail.sameContract) others.add(other.id)
      for (const entry of detail.history) {
        history.add(`${id} ${entry.status}`)
        for (const { field, from } of entry.changes) history.add(`${id} ${field} ${from}`)
      }
    }),
    'periods of the proxy': await seen(
      asked.periods,
      (id) => proxied(viewer, `payg/lms/payment-requests/${id}`),
      isLiveRefused,
    ),
    'invoices of the proxy': await seen(
      asked.invoices['hello-tractor'],
      (id) => proxied(viewer, `payg/lms/invoices/${id}`),
      isLiveRefused,
    ),
  }
  for (const source of SOURCES) {
    const ids = asked.invoices[source]
    answers[`changes of invoices ${source}`] = changeLines(await invoiceChanges(viewer, { ...whole, source }))
    answers[`invoice details ${source}`] = await seen(ids, (id) => invoiceDetail(viewer, source, id))
    if (source === 'payment-links') continue
    const pdf = (id: string) => invoicePdf(viewer, { source, id, disposition: 'inline' }, signal)
    answers[`PDFs ${source}`] = await seen(ids, pdf, isLiveRefused)
    const packed = (id: string) => invoicePdfPack(viewer, { source, ids: [id] }, { signal })
    answers[`packed ${source}`] = await seen(ids, packed, isLiveRefused)
  }
  return { ...answers, 'same contract': [...others].sort(), history: [...history].sort() }
}

function changeLines({ rows }: RowChanges<{ amount: string | null }>): string[] {
  return rows
    .map(({ id, kind, before, now }) => `${id} ${kind} ${before?.amount ?? null} ${now?.amount}`)
    .sort()
}

function proxied(viewer: Viewer, path: string): Promise<unknown> {
  return proxyUpstream(viewer, { source: 'hello-tractor', path }, new URLSearchParams(), signal)
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

async function ofFigures(viewer: Viewer): Promise<ScopeAnswers> {
  const { weeks } = await weeklyCollections(viewer, parseParams(collectionFilters, new URLSearchParams()))
  const answers: ScopeAnswers = {
    weeks: weeks
      .map(({ week, currency, count, collected }) => [week, currency, count, collected].join(' '))
      .sort(),
  }
  const unpaid = await unpaidByAge(viewer, parseParams(collectionFilters, new URLSearchParams()))
  answers['unpaid by age'] = unpaid.ages
    .map(({ currency, count, outstanding }) => `${currency} ${count} ${outstanding}`)
    .sort()
  const ages = await readSnapshot(viewer, ({ tx }) =>
    agedChanges(tx, viewer, { currency: [], funding_source: [], from: null, to: null }),
  )
  answers['collected by age'] = ages
    .map(({ currency, count, amount }) => `${currency} ${count} ${amount}`)
    .sort()
  answers['billed by week and age'] = (
    await collectedByAge(viewer, parseParams(collectionFilters, new URLSearchParams()))
  ).weeks
    .map(({ week, currency, collected }) => `${week} ${currency} ${collected}`)
    .sort()
  const all = { currency: 'NGN', funding_source: [], from: '2000-01-03', to: '2100-01-03' }
  const { now } = await compareCollections(viewer, all)
  answers.comparison = [`${now.figures.count} ${now.figures.collected}`]
  const { refused, explained } = await rateBridge(viewer, all)
  answers.bridge = refused ?? explained
  const parts = await readSnapshot(viewer, ({ tx }) => {
    const where = whereOf({ viewer, filters: { ...all, currency: ['NGN'] } })
    return readKindSums(tx, {
      from: periodsAt(viewer, null),
      where,
      days: all,
      before: { from: '1999-01-04', to: '2000-01-02' },
      asOf: null,
    })
  })
  answers['parts of the change'] = parts
    .map(({ fundingSource, contracts, count, now: sums }) =>
      [fundingSource, contracts, count, sums?.billed, sums?.collected].map(String).join(' '),
    )
    .sort()
  for (const group of ['funding_source', 'status', 'currency']) {
    const filters = parseParams(summaryFilters, new URLSearchParams({ group_by: group }))
    const { groups } = await collectionSummary(viewer, filters)
    answers[`summary by ${group}`] = groups
      .map((each) => `${each.group} ${each.currency} ${each.count}`)
      .sort()
  }
  const lists = [
    { list: 'billing-periods', source: null } as const,
    { list: 'contracts', source: null } as const,
    ...SOURCES.map((source) => ({ list: 'invoices', source }) as const),
  ]
  for (const list of lists) {
    const { options } = await filterOptions(viewer, list)
    for (const [name, choices] of Object.entries(options))
      answers[`choices ${list.source ?? list.list} ${name}`] = choices
        .map(({ value, count }) => `${value} ${count}`)
        .sort()
  }
  const ofPeriods = { list: 'billing-periods', source: null } as const
  const { more } = await filterOptions(viewer, ofPeriods)
  answers['contracts to choose from'] = more.contract?.total ?? 0
  const { options } = await filterOptions(viewer, { ...ofPeriods, filter: 'contract' })
  answers['choices billing-periods contract'] = (options.contract ?? [])
    .map(({ value, count }) => `${value} ${count}`)
    .sort()
  const { sources } = await sourcesHealth(viewer)
  for (const { source, resources } of sources)
    for (const { resource, rows, unassigned, ambiguous } of resources)
      answers[`rows ${source} ${resource}`] = { rows, unassigned, ambiguous }
  return answers
}

type Group = (viewer: Viewer, asked: Asked) => Promise<ScopeAnswers>
const GROUPS = {
  periods: ofPeriods,
  invoices: ofInvoices,
  contracts: ofContracts,
  details: ofDetails,
  past: ofPast,
  figures: ofFigures,
} as const satisfies Record<string, Group>
export type ScopeGroup = keyof typeof GROUPS

/** Calls every read function of the product for everything there is, as one viewer. */
export async function scopeAnswers(
  viewer: Viewer,
  asked: Asked,
  groups: readonly ScopeGroup[] = Object.keys(GROUPS) as ScopeGroup[],
): Promise<ScopeAnswers> {
  const answers: ScopeAnswers = {}
  for (const group of groups) Object.assign(answers, await GROUPS[group](viewer, asked))
  return answers
}
