import type { Day } from '#lib/calendar-date.ts'
import { type Call, REFUSED, type Reply, startUpstream, UNKNOWN, type Upstream } from './server.ts'

// Payment links: one report without pages of the links processed between two days. The processing day is in
// no row.

export const PAYMENT_LINKS_KEY = 'rehearsal-payment-links-key'
export const REPORT_PATH = '/v2/reports/invoices'

export type ProcessedLink = { row: Record<string, unknown>; processedOn: Day }
export type PaymentLinks = Upstream & { links: ProcessedLink[] }

export async function startPaymentLinks(links: ProcessedLink[]): Promise<PaymentLinks> {
  const held = { links }
  const upstream = await startUpstream((call) => answer(call, held.links))
  return Object.assign(held, upstream)
}

function answer({ path, query, authorization }: Call, links: readonly ProcessedLink[]): Reply {
  if (authorization !== `Token ${PAYMENT_LINKS_KEY}`) return { ...REFUSED, status: 403 }
  if (path !== REPORT_PATH) return UNKNOWN
  const [from, to] = [query.get('startDate') ?? '', query.get('endDate') ?? '']
  const data = links
    .filter(({ processedOn }) => processedOn >= from && processedOn < to)
    .map(({ row }) => row)
  return { body: { count: data.length, data } }
}
