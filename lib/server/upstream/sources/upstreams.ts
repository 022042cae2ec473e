import 'server-only'
import type { Env } from '#lib/server/config/env.ts'
import type { HttpOptions, Restraint, SourceHttp } from '#lib/server/upstream/calls.ts'
import { createClientInvoicesClient } from '#lib/server/upstream/client-invoices/client.ts'
import { createAuthorize } from '#lib/server/upstream/client-invoices/token.ts'
import type { Upstreams } from '#lib/server/upstream/contract.ts'
import { createHelloTractorClient } from '#lib/server/upstream/hello-tractor/client.ts'
import { createInvoicePdf } from '#lib/server/upstream/hello-tractor/invoice-pdf.ts'
import { createHttp } from '#lib/server/upstream/http.ts'
import { createPaymentLinksClient } from '#lib/server/upstream/payment-links/client.ts'
import { createProxy, type UpstreamProxy } from './proxy.ts'

export type UpstreamsSettings = Pick<Env, 'upstreams' | 'timeZone' | 'pdfHosts' | 'pdfMaxBytes'>

export type UpstreamClients = Upstreams & {
  /** The live read-only proxy for requests that `readProxyRequest` accepted. */
  proxy: UpstreamProxy
  restraint: Restraint
  /** Closes every connection. */
  close(): Promise<void>
}

/** Creates the clients of the configured sources and the proxy, all over one connection pool. */
export function createUpstreams(settings: UpstreamsSettings, options: HttpOptions = {}): UpstreamClients {
  const pool = createHttp({ ...options, secrets: secretsOf(settings.upstreams) })
  const http = {
    'hello-tractor': pool.source('hello-tractor'),
    'payment-links': pool.source('payment-links'),
    'client-invoices': pool.source('client-invoices'),
  }
  // A failing file host or token endpoint must not stop the lists, so each has its own circuit.
  const pdfHttp = {
    'hello-tractor': pool.source('hello-tractor', 'files'),
    'client-invoices': pool.source('client-invoices', 'files'),
  }
  const own = settings.upstreams
  const authorize =
    own.clientInvoices && createAuthorize(own.clientInvoices.auth, pool.source('client-invoices', 'token'))
  const clients: Upstreams = {
    helloTractor: own.helloTractor && createHelloTractor(settings, own.helloTractor, http, pdfHttp),
    paymentLinks: own.paymentLinks && createPaymentLinksClient(http['payment-links'], own.paymentLinks),
    clientInvoices:
      own.clientInvoices &&
      authorize &&
      createClientInvoicesClient({
        http: http['client-invoices'],
        pdfHttp: pdfHttp['client-invoices'],
        authorize,
        settings: own.clientInvoices,
        pdfHosts: settings.pdfHosts,
        pdfMaxBytes: settings.pdfMaxBytes,
      }),
  }
  const proxy = createProxy({ clients, settings: own, http, authorizeClientInvoices: authorize })
  return { ...clients, proxy, restraint: pool.restraint, close: pool.close }
}

function secretsOf({ helloTractor, paymentLinks, clientInvoices }: UpstreamsSettings['upstreams']): string[] {
  const auth = clientInvoices?.auth
  return [
    helloTractor?.authorization,
    paymentLinks?.authorization,
    auth?.kind === 'header' ? auth.value : auth?.password,
  ].filter((secret) => secret !== undefined)
}

function createHelloTractor(
  settings: UpstreamsSettings,
  own: NonNullable<UpstreamsSettings['upstreams']['helloTractor']>,
  http: Record<'hello-tractor', SourceHttp>,
  pdfHttp: Record<'hello-tractor', SourceHttp>,
): Upstreams['helloTractor'] {
  const client = createHelloTractorClient({
    http: http['hello-tractor'],
    settings: own,
    timeZone: settings.timeZone,
  })
  const invoicePdf = createInvoicePdf({
    invoice: client.invoice,
    http: pdfHttp['hello-tractor'],
    settings: own,
    pdfHosts: settings.pdfHosts,
    pdfMaxBytes: settings.pdfMaxBytes,
  })
  return { ...client, invoicePdf }
}
