import type { Day } from '#lib/calendar-date.ts'
import { type ClientInvoices, GRANT, startClientInvoices, TOKEN_PATH } from './client-invoices.ts'
import { HELLO_TRACTOR_KEY, type HelloTractor, startHelloTractor } from './hello-tractor.ts'
import { PAYMENT_LINKS_KEY, type PaymentLinks, REPORT_PATH, startPaymentLinks } from './payment-links.ts'
import {
  CURRENCIES,
  clientInvoicesOf,
  invoicesOf,
  LABEL,
  linksOf,
  PROGRAMMES,
  periodsOf,
  weeksBefore,
} from './records.ts'

/** The three sources of the installation, and the variables that connect Furrow to them. */
export type Sources = {
  helloTractor: HelloTractor
  paymentLinks: PaymentLinks
  clientInvoices: ClientInvoices
  environment: Record<string, string>
  close(): Promise<void>
}

/** Starts the sources. @param monday of the current week, from which their days are counted. */
export async function startSources(monday: Day): Promise<Sources> {
  const helloTractor = await startHelloTractor({ periods: periodsOf(monday), invoices: invoicesOf(monday) })
  const paymentLinks = await startPaymentLinks(linksOf(monday))
  const clientInvoices = await startClientInvoices(clientInvoicesOf(monday))
  return {
    ...{ helloTractor, paymentLinks, clientInvoices },
    environment: {
      HELLO_TRACTOR_URL: helloTractor.url,
      HELLO_TRACTOR_API_KEY: HELLO_TRACTOR_KEY,
      HELLO_TRACTOR_CURRENCIES: JSON.stringify(CURRENCIES),
      HELLO_TRACTOR_FUNDING_SOURCES: JSON.stringify(PROGRAMMES),
      PAYMENT_LINKS_URL: paymentLinks.url,
      PAYMENT_LINKS_PATH: REPORT_PATH,
      PAYMENT_LINKS_AUTH_HEADER: `Token ${PAYMENT_LINKS_KEY}`,
      PAYMENT_LINKS_CURRENCY: 'AUD',
      PAYMENT_LINKS_FUNDING_SOURCE_LABEL: LABEL,
      CLIENT_INVOICES_URL: clientInvoices.url,
      CLIENT_INVOICES_TOKEN_URL: clientInvoices.url + TOKEN_PATH,
      CLIENT_INVOICES_CLIENT_ID: GRANT.client_id,
      CLIENT_INVOICES_USERNAME: GRANT.username,
      CLIENT_INVOICES_PASSWORD: GRANT.password,
      SYNC_FROM: weeksBefore(monday).oldest,
    },
    close: async () => {
      await Promise.all([helloTractor, paymentLinks, clientInvoices].map((source) => source.close()))
    },
  }
}
