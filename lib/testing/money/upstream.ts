import 'server-only'
import { createServer, type ServerResponse } from 'node:http'
import { type Day, readDay } from '#lib/calendar-date.ts'
import type { MoneyDataset, MoneyList, MoneyRow } from './dataset.ts'

/** A large but plausible page size. A call that asks for fewer than `ASKED` rows gets that many. */
const PAGE_SIZE = 2_000
const ASKED = 100

export type MoneyUpstream = { url: string; close: () => Promise<void> }

/** Serves a dataset of amounts in the dialects of Hello Tractor and payment links, each amount as spelled. */
export async function startMoneyUpstream(dataset: MoneyDataset): Promise<MoneyUpstream> {
  const server = createServer({ keepAliveTimeout: 65_000 }, (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://upstream.invalid')
    request.resume()
    const day = (name: string): Day | null => readDay(searchParams.get(name))
    if (pathname === '/payg/lms/payment-requests') {
      const numbers = dataset.numbers('periods', day('start_date_gte'), day('start_date_lte'))
      sendPage(response, dataset, 'periods', numbers, searchParams)
    } else if (pathname === '/payg/lms/invoices') {
      const numbers = dataset.numbers('invoices', day('date_from'), day('date_to'))
      sendPage(response, dataset, 'invoices', numbers, searchParams)
    } else if (pathname === '/reports/invoices') {
      // The range ends at the midnight of its last day, so one day is requested up to the next.
      const numbers = dataset.numbers('links', day('startDate'), day('startDate'))
      send(response, `[${numbers.map((number) => link(dataset.row('links', number))).join(',')}]`)
    } else response.writeHead(404).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The upstream has no port')
  const close = async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
  return { url: `http://127.0.0.1:${address.port}`, close }
}

/** Returns the variables that configure Furrow for this upstream. */
export function moneyEnvironment(upstream: MoneyUpstream, dataset: MoneyDataset): Record<string, string> {
  return {
    HELLO_TRACTOR_URL: upstream.url,
    HELLO_TRACTOR_API_KEY: 'amounts',
    PAYMENT_LINKS_URL: upstream.url,
    PAYMENT_LINKS_PATH: '/reports/invoices',
    PAYMENT_LINKS_API_KEY: 'amounts',
    PAYMENT_LINKS_CURRENCY: dataset.row('links', 0).currency,
    SYNC_FROM: dataset.firstDay,
  }
}

function send(response: ServerResponse, json: string): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(json)
}

function sendPage(
  response: ServerResponse,
  dataset: MoneyDataset,
  list: MoneyList,
  numbers: readonly number[],
  search: URLSearchParams,
): void {
  const limit = Number(search.get('limit') ?? ASKED)
  const size = limit < ASKED ? limit : PAGE_SIZE
  const page = Number(search.get('page') ?? 1)
  const own = numbers.slice((page - 1) * size, page * size)
  const write = list === 'periods' ? period : invoice
  const next = page * size < numbers.length ? `"http://elsewhere.invalid/?page=${page + 1}"` : 'null'
  const results = own.map((number) => write(dataset.row(list, number))).join(',')
  send(response, `{"count":${numbers.length},"next":${next},"previous":null,"results":[${results}]}`)
}

function period({ index, day, currency, fundingSource, status, amount }: MoneyRow): string {
  return `{"id":${index},"loanName":"C ${index % 97}","start_date":"${day}","end_date":"${day}",
    "status":{"label":"${status}"},"currency":"${currency}","funding_source":"${fundingSource}",
    "totalAmountIncMaintenanceFee":${amount.json}}`
}

function invoice({ index, day, currency, fundingSource, amount, second }: MoneyRow): string {
  return `{"id":"${index}","invoice_no":"INV-${index}","title":"A \\"quoted\\", title","total":${amount.json},
    "usd_total":${second?.json},"invoice_paid":${index % 2 === 0},"created_at":"${day}T10:00:00Z",
    "currency":"${currency}","funding_source":"${fundingSource}"}`
}

function link({ index, day, amount, second }: MoneyRow): string {
  return `{"invoiceId":${index},"invoiceStatus":"paid","overallStatus":"paid","created":"${day} 10:00:00",
    "updated":"${day} 11:00:00","invoiceAmount":${amount.json},"totalTransactionsAmount":${second?.json}}`
}
