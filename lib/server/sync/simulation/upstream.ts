import 'server-only'
import { addDays, type Day } from '#lib/calendar-date.ts'
import type { ListPage, Upstreams } from '../../upstream/contract.ts'
import { UpstreamError } from '../../upstream/errors.ts'
import { drawError, drawFault, type PageFault, spoil } from './page-faults.ts'
import type { Random } from './random.ts'
import { billingPeriodOf, invoiceOf } from './records.ts'
import { currentTask } from './task.ts'
import { type Content, FUNDING_SOURCES, type World, type WorldRow } from './world.ts'

/** What a call asked for, in one dialect for all lists. */
type Asked = {
  isWanted: (content: Content) => boolean
  /** The upstream does not know a value of a filter and says so. */
  isRefused: () => boolean
  filter: string
  limit: number
}
type Listed = { row: WorldRow; content: Content }

export type Told = {
  trace: (line: string) => void
  /** A page that must not be used, of a walk that is not by a filter, was given to the running task. */
  broken: () => void
}

/** The connectors of a world, at their interface: everything behind it is the product's own code. */
export function createSimulatedUpstreams(world: World, random: Random, told: Told): Upstreams {
  const { kind } = world.nature
  const page = <Row>(asked: Asked, token: string | null, record: (id: string, content: Content) => Row) =>
    readPage(world, random, told, asked, token, record)
  const never = () => Promise.reject(new Error('Sync reads lists only'))
  const periods = (id: string, content: Content) => billingPeriodOf(world, id, content)
  const invoices = (id: string, content: Content) => invoiceOf(world, id, content)
  return {
    helloTractor:
      kind === 'billing-periods' || kind === 'invoices'
        ? {
            billingPeriodPage: ({ start_date_gte: from, start_date_lte: to, ...rest }, token) =>
              kind === 'billing-periods'
                ? page(asked(world, from, to, true, rest), token, periods)
                : Promise.resolve(NOTHING),
            invoicePage: ({ date_from: from, date_to: to, ...rest }, token) =>
              kind === 'invoices'
                ? page(asked(world, from, to, world.nature.isEndIncluded, rest), token, invoices)
                : Promise.resolve(NOTHING),
            billingPeriod: never,
            invoice: never,
            invoicePdf: never,
          }
        : null,
    paymentLinks:
      kind === 'payment-links' ? { report: (from, to) => report(world, random, told, from, to) } : null,
    clientInvoices:
      kind === 'client-invoices'
        ? {
            invoicePage: (
              { accounting_date_gt: after, accounting_date_lt: before, page_size: limit },
              token,
            ) => {
              const isIn = world.nature.isEndIncluded
              const from = after && !isIn ? addDays(after, 1) : after
              return page(
                asked(world, from, before, isIn, limit === undefined ? {} : { limit }),
                token,
                invoices,
              )
            },
            invoice: never,
            invoicePdf: never,
          }
        : null,
  }
}

const NOTHING = { records: [], rejected: [], count: 0, next: null }

type Filters = { currency?: string; status?: string; funding_source?: string; limit?: number }

function asked(
  world: World,
  from: Day | undefined,
  to: Day | undefined,
  isEndIncluded: boolean,
  filters: Filters,
): Asked {
  const last = to === undefined || isEndIncluded ? to : addDays(to, -1)
  const { currency, status, funding_source: fund } = filters
  const isWanted = (content: Content) => {
    const day = world.filterDayOf(content)
    const isUndatedListed = last === undefined && (from === undefined || world.nature.hasUndatedInOpenEnd)
    if (day === null && !isUndatedListed) return false
    if (day !== null && ((from !== undefined && day < from) || (last !== undefined && day > last)))
      return false
    if (status !== undefined && content.status !== status) return false
    if (world.areFiltersIgnored) return true
    return (currency === undefined || content.currency === currency) && isOfFund(world, content, fund)
  }
  const filter = [currency, status, fund].filter((value) => value !== undefined).join(' ')
  const isKnown = fund === undefined || FUNDING_SOURCES.includes(fund)
  const isRefused = () => !isKnown && world.nature.misspelt === 'refused' && !world.areFiltersIgnored
  return {
    isWanted,
    isRefused,
    filter: `${from ?? '…'}..${to ?? '…'} ${filter}`.trim(),
    limit: filters.limit ?? 100,
  }
}

function isOfFund(world: World, content: Content, fund: string | undefined): boolean {
  if (fund === undefined || world.isSharedWith(content, fund)) return true
  return world.nature.isFuzzy && !world.isCalm
    ? (content.fund?.includes(fund) ?? false)
    : content.fund === fund
}

function listed(world: World, isWanted: Asked['isWanted']): Listed[] {
  return world.rows.flatMap((row) => {
    const content = world.current(row)
    return content !== null && isWanted(content) ? [{ row, content }] : []
  })
}

async function readPage<Row>(
  world: World,
  random: Random,
  told: Told,
  { isWanted, isRefused, filter, limit }: Asked,
  token: string | null,
  record: (id: string, content: Content) => Row,
): Promise<ListPage<Row>> {
  await currentTask()?.hold({ kind: 'call', text: `page ${filter} from ${token ?? 'the start'}` })
  const { nature } = world
  if (isRefused()) throw new UpstreamError(nature.source, 'malformed', 'No such name.', { status: 400 })
  const all = listed(world, isWanted)
  const size = Math.min(limit, nature.pageSize)
  const [form, place] = (token ?? 'offset:0').split(':')
  const left = form === 'keyset' ? all.filter(({ row }) => row.seq > Number(place)) : all.slice(Number(place))
  const part = left.slice(0, size)
  const last = part.at(-1)?.row.seq
  const following = nature.paging === 'keyset' ? `keyset:${last}` : `offset:${Number(place) + size}`
  const isFiltered = !/\.\.\S+$/.test(filter)
  const page = {
    records: part.flatMap(({ row, content }) =>
      isReadable(world, row, isFiltered) ? [record(row.id, content)] : [],
    ),
    rejected: part.flatMap(({ row }) => (world.unreadable.has(row.id) ? [{ reason: 'no id', raw: {} }] : [])),
    count: nature.hasCounts ? all.length + world.countOff : null,
    next: left.length > size ? following : null,
  }
  const fault = world.isCalm ? null : drawFault(nature, random)
  if (fault !== null) told.trace(`  the page gets a fault: ${fault}`)
  if (fault === 'error') throw failed(world, random, told, isFiltered)
  if (fault === null) return page
  const formerPart = all.slice(0, 1).map(({ row, content }) => record(row.id, content))
  const spoilt = spoil(page, fault, token, token === null ? [] : formerPart, random)
  if (isBroken(fault, spoilt, token) && !isFiltered) told.broken()
  return spoilt
}

function isReadable(world: World, { id }: WorldRow, isFiltered: boolean): boolean {
  const isWithheld = id === world.withheld && (isFiltered || !world.isWithheldByFilters)
  return !isWithheld && !world.unreadable.has(id)
}

function isBroken(fault: PageFault, page: ListPage<unknown>, token: string | null): boolean {
  return fault === 'repeat-token' && page.next !== null && page.next === token
}

function failed(world: World, random: Random, told: Told, isFiltered: boolean): UpstreamError {
  const error = drawError(world.nature, random)
  if (!isFiltered && error.status !== 400) told.broken()
  return error
}

/** Links by the UTC day on which they were processed; the end is included or not, like the day itself, by nature. */
async function* report(world: World, random: Random, told: Told, from: Day, to: Day) {
  const task = currentTask()
  await task?.hold({ kind: 'call', text: `report ${from}..${to}` })
  const isIn = (content: Content) => {
    const day = new Date(content.processedAt).toISOString().slice(0, 10)
    return day >= from && (day < to || (world.nature.isEndIncluded && day === to))
  }
  const contents = world.rows.flatMap((row) => {
    const versions = world.nature.isReportAsOf ? row.versions : row.versions.slice(-1)
    const content = versions.findLast((version) => version.content !== null && isIn(version.content))?.content
    return content ? [{ row, content }] : []
  })
  const fault = world.isCalm ? null : drawFault(world.nature, random)
  if (fault !== null) told.trace(`  the report gets a fault: ${fault}`)
  if (fault === 'reorder') contents.reverse()
  const doubled = fault === 'double' ? [...contents, ...contents.slice(0, 1)] : contents
  const breaksAt = fault === 'error' ? random.int(0, doubled.length) : -1
  for (const [at, { row, content }] of doubled.entries()) {
    if (at === breaksAt) break
    yield { record: invoiceOf(world, row.id, content) }
  }
  if (breaksAt < 0) return
  told.broken()
  throw new UpstreamError(world.nature.source, 'unavailable', 'The source broke off.')
}
