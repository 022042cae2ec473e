import 'server-only'
import type { Dataset } from '#lib/sandbox/dataset/dataset.ts'
import type { SandboxRoute } from '#lib/sandbox/faults.ts'
import type { Dialect, SandboxKeys } from '#lib/sandbox/options.ts'
import { billingPeriodRoutes } from './billing-periods.ts'
import { clientInvoiceRoutes } from './client-invoices.ts'
import type { Cursors } from './cursors.ts'
import { invoiceRoutes } from './invoices.ts'
import { paymentLinkRoutes } from './payment-links.ts'
import type { Ask, Reply } from './reply.ts'
import type { Tokens } from './tokens.ts'

/** One route: its name, its path pattern (the group is the id) and its handler. */
export type Route = {
  name: SandboxRoute
  method: 'GET' | 'POST'
  path: RegExp
  answer(ask: Ask, id: string): Reply | Promise<Reply>
}

/** Finds the route of a path and the percent-decoded id; null if there is none. */
export function routeOf(routes: readonly Route[], pathname: string): { route: Route; id: string } | null {
  for (const route of routes) {
    const match = route.path.exec(pathname)
    if (!match) continue
    try {
      return { route, id: decodeURIComponent(match[1] ?? '') }
    } catch {
      return null
    }
  }
  return null
}

export type RouteParts = {
  dataset: Dataset
  keys: SandboxKeys
  tokens: Tokens
  cursors: Cursors
  dialect(): Dialect
}

/** Returns every endpoint of the four contracts, the token grant and the files of `pdf_url`. */
export function routesOf(parts: RouteParts, pdfUrlSeconds: number): Route[] {
  const { dataset, keys, tokens, cursors, dialect } = parts
  const periods = billingPeriodRoutes(dataset, keys, dialect)
  const invoices = invoiceRoutes(dataset, keys, dialect, pdfUrlSeconds)
  const links = paymentLinkRoutes(dataset, keys, dialect)
  const clients = clientInvoiceRoutes(dataset, tokens, cursors, dialect)
  const get = (name: Route['name'], path: RegExp, answer: Route['answer']): Route => ({
    name,
    method: 'GET',
    path,
    answer,
  })
  return [
    get('billing-periods', /^\/payg\/lms\/payment-requests$/, periods.list),
    get('billing-period', /^\/payg\/lms\/payment-requests\/([^/]+)$/, periods.detail),
    get('invoices', /^\/payg\/lms\/invoices$/, invoices.list),
    get('invoice', /^\/payg\/lms\/invoices\/([^/]+)$/, invoices.detail),
    get('invoice-file', /^\/files\/invoices\/([^/]+)\.pdf$/, invoices.file),
    get('payment-links', /^\/reports\/invoices$/, links.report),
    get('client-invoices', /^\/api\/v1\/invoice\/$/, clients.list),
    get('client-invoices', /^\/api\/v1\/invoice$/, clients.slash),
    get('client-invoice-file', /^\/api\/v1\/invoice\/([^/]+)\/download\/$/, clients.download),
    {
      name: 'token',
      method: 'POST',
      path: /^\/auth\/realms\/furrow\/protocol\/openid-connect\/token$/,
      answer: tokens.grant,
    },
  ]
}
