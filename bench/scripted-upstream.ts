import { createServer, type ServerResponse } from 'node:http'
import { createUpstreams, type UpstreamsSettings } from '#lib/server/upstream/sources/upstreams.ts'

/** An upstream of one answer, and when each call arrived. */
export async function startUpstream(answer: (response: ServerResponse) => void) {
  const arrivals: number[] = []
  const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
    arrivals.push(performance.now())
    request.resume()
    answer(response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The upstream has no port')
  const close = () => {
    server.closeAllConnections()
    return new Promise((resolve) => server.close(resolve))
  }
  return { url: `http://127.0.0.1:${address.port}`, arrivals, close }
}

/** A failure of the upstream's own, such as every call meets in an outage. */
export function fail(response: ServerResponse): void {
  response.writeHead(503, { 'content-type': 'text/plain' }).end('down')
}

/** A page of billing periods, or of client invoices, without rows. */
export function answerEmpty(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end('{"count":0,"results":[]}')
}

/** Clients as the product has them, with every limit and pause as it is: Hello Tractor on one address, client invoices on another. */
export function clientsOf(
  helloTractor: string,
  clientInvoices: string,
  onAttempts: (attempts: number) => void,
) {
  const settings: UpstreamsSettings = {
    upstreams: {
      helloTractor: {
        baseUrl: helloTractor,
        authorization: 'Bearer bench',
        currencies: [],
        fundingSources: [],
      },
      paymentLinks: null,
      clientInvoices: { baseUrl: clientInvoices, auth: { kind: 'header', value: 'Bearer bench' } },
    },
    timeZone: 'UTC',
    pdfHosts: [],
    pdfMaxBytes: 1024 * 1024,
  }
  const clients = createUpstreams(settings, { onCall: ({ attempts }) => onAttempts(attempts) })
  const { helloTractor: hello, clientInvoices: client } = clients
  if (!hello || !client) throw new Error('A source is off')
  return { hello, client, close: clients.close }
}

/** A call's outcome and time; a refusal is an outcome like any other. */
export async function attempt(call: () => Promise<unknown>): Promise<{ isOk: boolean; tookMs: number }> {
  const startedAt = performance.now()
  const isOk = await call().then(
    () => true,
    () => false,
  )
  return { isOk, tookMs: performance.now() - startedAt }
}

export function wait(forMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, forMs))
}
