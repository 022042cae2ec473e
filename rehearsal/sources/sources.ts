import { dayInZone } from '#lib/calendar-date.ts'
import { weekStart } from '#lib/week.ts'
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

/**
 * Returns a time zone in which it is about noon now, so that no day and no week ends while the rehearsal
 * runs.
 */
function zoneOfNoon(now: Date): string {
  const hoursAhead = 12 - now.getUTCHours()
  // The signs in these names are reversed: Etc/GMT-3 is three hours ahead of UTC.
  return hoursAhead === 0 ? 'Etc/UTC' : `Etc/GMT${hoursAhead > 0 ? '-' : '+'}${Math.abs(hoursAhead)}`
}

/** Starts the sources; their days are relative to the current week in the installation's time zone. */
export async function startSources(): Promise<Sources> {
  const timeZone = zoneOfNoon(new Date())
  const monday = weekStart(dayInZone(new Date(), timeZone))
  const helloTractor = await startHelloTractor({ periods: periodsOf(monday), invoices: invoicesOf(monday) })
  const paymentLinks = await startPaymentLinks(linksOf(monday))
  const clientInvoices = await startClientInvoices(clientInvoicesOf(monday))
  return {
    helloTractor,
    paymentLinks,
    clientInvoices,
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
      BUSINESS_TIME_ZONE: timeZone,
    },
    close: async () => {
      await Promise.all([helloTractor, paymentLinks, clientInvoices].map((source) => source.close()))
    },
  }
}
