import type { Day } from '#lib/calendar-date.ts'
import { type Call, REFUSED, type Reply, startUpstream, UNKNOWN, type Upstream } from './server.ts'

// Hello Tractor as its documentation describes it: billing periods by page number without links, invoices
// with a link to the next page. No row names its funding source, and an invoice not even its currency: both
// are filters only.

export const HELLO_TRACTOR_KEY = 'rehearsal-hello-tractor-key'

/** A row as sent, with the values that the source's filters use for it. */
export type Filed = {
  row: { id: string | number | null; [field: string]: unknown }
  /** The day that the date filters use for the row; null: no date filter finds the row. */
  day: Day | null
  currency: string
  fundingSources: readonly string[]
}

export type HelloTractor = Upstream & { periods: Filed[]; invoices: Filed[] }

const PERIODS_PATH = '/payg/lms/payment-requests'
const INVOICES_PATH = '/payg/lms/invoices'
const LARGEST_PAGE = 40

type List = { path: string; from: string; to: string; hasLinks: boolean; rows: () => Filed[] }

export async function startHelloTractor(
  given: Pick<HelloTractor, 'periods' | 'invoices'>,
): Promise<HelloTractor> {
  const held = { ...given }
  const lists: List[] = [
    {
      path: PERIODS_PATH,
      from: 'start_date_gte',
      to: 'start_date_lte',
      hasLinks: false,
      rows: () => held.periods,
    },
    {
      path: INVOICES_PATH,
      from: 'date_from',
      to: 'date_to',
      hasLinks: true,
      rows: () => held.invoices,
    },
  ]
  const upstream = await startUpstream((call) => {
    if (call.authorization !== `Bearer ${HELLO_TRACTOR_KEY}`) return REFUSED
    for (const list of lists) {
      if (call.path === list.path) return pageOf(list, call, upstream.url)
      if (call.path.startsWith(`${list.path}/`)) return detailOf(list, call)
    }
    return UNKNOWN
  })
  return Object.assign(held, upstream)
}

function pageOf(list: List, { query }: Call, url: string): Reply {
  const asked = (name: string) => query.get(name)
  const isAsked = ({ day, currency, fundingSources }: Filed) => {
    const [from, to] = [asked(list.from), asked(list.to)]
    const isInRange =
      (from === null || (day !== null && day >= from)) && (to === null || (day !== null && day <= to))
    const programme = asked('funding_source')
    return (
      isInRange &&
      (asked('currency') ?? currency) === currency &&
      (programme === null || fundingSources.includes(programme))
    )
  }
  const found = list.rows().filter(isAsked)
  const size = Math.min(Number(asked('limit') ?? 25), LARGEST_PAGE)
  const page = Number(asked('page') ?? 1)
  const results = found.slice((page - 1) * size, page * size).map(({ row }) => row)
  const body = { count: found.length, results }
  if (!list.hasLinks) return { body }
  const next = new URL(`${list.path}?${query}`, url)
  next.searchParams.set('page', String(page + 1))
  return { body: { ...body, next: page * size < found.length ? next.href : null, previous: null } }
}

function detailOf(list: List, { path }: Call): Reply {
  const id = decodeURIComponent(path.slice(list.path.length + 1))
  const found = list.rows().find(({ row }) => String(row.id) === id)
  return found ? { body: found.row } : UNKNOWN
}
