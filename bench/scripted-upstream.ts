import { createServer, type ServerResponse } from 'node:http'
import { createUpstreams, type UpstreamsSettings } from '#lib/server/upstream/sources/upstreams.ts'
import { timed } from './rounds.ts'

/** Starts an upstream that gives every call the same response and records when each call arrived. */
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

/** Answers 503, as every call gets in an outage. */
export function fail(response: ServerResponse): void {
  response.writeHead(503, { 'content-type': 'text/plain' }).end('down')
}

/** Answers with an empty page of billing periods or client invoices. */
export function answerEmpty(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end('{"count":0,"results":[]}')
}

/**
 * Creates the product's clients with all their limits and pauses: Hello Tractor on one address, client
 * invoices on another.
 */
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

/** Returns a call's time in milliseconds, also of a call that is refused. */
export function attempt(call: () => Promise<unknown>): Promise<number> {
  return timed(() => call().catch(() => {}))
}
