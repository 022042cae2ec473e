import 'server-only'
import { type Env, env } from '../env.ts'
import type { HttpOptions } from './calls.ts'
import { createClientInvoicesClient } from './client-invoices/client.ts'
import { createAuthorize } from './client-invoices/token.ts'
import type { Upstreams } from './contract.ts'
import { createHelloTractorClient } from './hello-tractor/client.ts'
import { createInvoicePdf } from './hello-tractor/invoice-pdf.ts'
import { createHttp, type Http } from './http.ts'
import { createPaymentLinksClient } from './payment-links/client.ts'

export type UpstreamsSettings = Pick<Env, 'upstreams' | 'timeZone' | 'pdfHosts' | 'pdfMaxBytes'>

/** The clients of the configured sources over one connection pool. `close` ends every connection. */
export function createUpstreams(
  settings: UpstreamsSettings,
  options: HttpOptions = {},
): Upstreams & { close(): Promise<void> } {
  const http = createHttp(options)
  return {
    helloTractor: createHelloTractor(http, settings),
    paymentLinks: createPaymentLinks(http, settings),
    clientInvoices: createClientInvoices(http, settings),
    close: http.close,
  }
}

// A file host or a token endpoint that fails must not stop the lists: each has a circuit of its own.

function createHelloTractor(http: Http, settings: UpstreamsSettings): Upstreams['helloTractor'] {
  const own = settings.upstreams.helloTractor
  if (!own) return null
  const client = createHelloTractorClient({
    http: http.source('hello-tractor'),
    settings: own,
    timeZone: settings.timeZone,
  })
  const invoicePdf = createInvoicePdf({
    invoice: client.invoice,
    http: http.source('hello-tractor'),
    settings: own,
    pdfHosts: settings.pdfHosts,
    pdfMaxBytes: settings.pdfMaxBytes,
  })
  return { ...client, invoicePdf }
}

function createPaymentLinks(http: Http, settings: UpstreamsSettings): Upstreams['paymentLinks'] {
  const own = settings.upstreams.paymentLinks
  return own && createPaymentLinksClient(http.source('payment-links'), own)
}

function createClientInvoices(http: Http, settings: UpstreamsSettings): Upstreams['clientInvoices'] {
  const own = settings.upstreams.clientInvoices
  if (!own) return null
  return createClientInvoicesClient({
    http: http.source('client-invoices'),
    pdfHttp: http.source('client-invoices'),
    authorize: createAuthorize(own.auth, http.source('client-invoices')),
    settings: own,
    pdfHosts: settings.pdfHosts,
    pdfMaxBytes: settings.pdfMaxBytes,
  })
}

const shared = globalThis as typeof globalThis & { furrowUpstreams?: Upstreams }

/** The clients of this process, made at first use from its configuration and kept across module reloads. */
export function upstreams(): Upstreams {
  shared.furrowUpstreams ??= createUpstreams(env())
  return shared.furrowUpstreams
}
