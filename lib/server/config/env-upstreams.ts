import 'server-only'
import type { z } from 'zod'
import type { Source } from '#lib/sources.ts'
import { commandWords } from '#lib/words/command-words.ts'
import type { variables } from './env-variables.ts'

const t = commandWords('settings')

export type ClientInvoicesAuth =
  | { kind: 'header'; value: string }
  | { kind: 'password'; tokenUrl: string; clientId: string; username: string; password: string }

/**
 * Address and credentials of each upstream; null for a source that is off. Secrets: never log, send or throw
 * these values.
 */
export type UpstreamSettings = {
  helloTractor: {
    baseUrl: string
    authorization: string
    currencies: readonly string[]
    fundingSources: readonly string[]
  } | null
  paymentLinks: {
    baseUrl: string
    path: string
    authorization: string
    currency: string | null
    fundingSourceLabel: string | null
  } | null
  clientInvoices: { baseUrl: string; auth: ClientInvoicesAuth } | null
}

type Values = z.infer<typeof variables>

/**
 * Variables with a source's address or credentials; the source's other variables have no effect without one
 * of these.
 */
const ENTRANCES: Readonly<Record<string, readonly string[]>> = {
  HELLO_TRACTOR: ['HELLO_TRACTOR_API_KEY'],
  PAYMENT_LINKS: ['PAYMENT_LINKS_URL', 'PAYMENT_LINKS_API_KEY', 'PAYMENT_LINKS_AUTH_HEADER'],
  CLIENT_INVOICES: [
    'CLIENT_INVOICES_URL',
    'CLIENT_INVOICES_API_KEY',
    'CLIENT_INVOICES_AUTH_HEADER',
    'CLIENT_INVOICES_TOKEN_URL',
    'CLIENT_INVOICES_USERNAME',
    'CLIENT_INVOICES_PASSWORD',
  ],
}

/**
 * Reads the upstream settings; a source is null when it is off. A source with only some of its variables set
 * is a mistake, so that no setting is ignored silently.
 * @param given names of the variables that are set
 * @param mistakes receives one line per mistake
 */
export function readUpstreams(
  values: Values,
  given: ReadonlySet<string>,
  mistakes: string[],
): UpstreamSettings {
  for (const [source, entrances] of Object.entries(ENTRANCES)) {
    const other = [...given].find((name) => name.startsWith(`${source}_`) && !entrances.includes(name))
    const [first = ''] = entrances
    if (other && !entrances.some((name) => given.has(name)))
      mistakes.push(t('missing', { name: first, other }))
  }
  return {
    helloTractor: values.HELLO_TRACTOR_API_KEY
      ? {
          baseUrl: values.HELLO_TRACTOR_URL,
          authorization: `Bearer ${values.HELLO_TRACTOR_API_KEY}`,
          currencies: values.HELLO_TRACTOR_CURRENCIES,
          fundingSources: values.HELLO_TRACTOR_FUNDING_SOURCES,
        }
      : null,
    paymentLinks: readPaymentLinks(values, mistakes),
    clientInvoices: readClientInvoices(values, mistakes),
  }
}

function readPaymentLinks(values: Values, mistakes: string[]): UpstreamSettings['paymentLinks'] {
  const authorization =
    values.PAYMENT_LINKS_AUTH_HEADER ??
    (values.PAYMENT_LINKS_API_KEY && `Bearer ${values.PAYMENT_LINKS_API_KEY}`)
  if (values.PAYMENT_LINKS_URL && !authorization) {
    mistakes.push(t('missing.payment-links-key'))
  }
  if (authorization && !values.PAYMENT_LINKS_URL) {
    const other = values.PAYMENT_LINKS_AUTH_HEADER ? 'PAYMENT_LINKS_AUTH_HEADER' : 'PAYMENT_LINKS_API_KEY'
    mistakes.push(t('missing', { name: 'PAYMENT_LINKS_URL', other }))
  }
  if (!values.PAYMENT_LINKS_URL || !authorization) return null
  return {
    baseUrl: values.PAYMENT_LINKS_URL,
    path: values.PAYMENT_LINKS_PATH,
    authorization,
    currency: values.PAYMENT_LINKS_CURRENCY ?? null,
    fundingSourceLabel: values.PAYMENT_LINKS_FUNDING_SOURCE_LABEL ?? null,
  }
}

function readClientInvoices(values: Values, mistakes: string[]): UpstreamSettings['clientInvoices'] {
  const header =
    values.CLIENT_INVOICES_AUTH_HEADER ??
    (values.CLIENT_INVOICES_API_KEY && `Bearer ${values.CLIENT_INVOICES_API_KEY}`)
  const grant = {
    CLIENT_INVOICES_TOKEN_URL: values.CLIENT_INVOICES_TOKEN_URL,
    CLIENT_INVOICES_USERNAME: values.CLIENT_INVOICES_USERNAME,
    CLIENT_INVOICES_PASSWORD: values.CLIENT_INVOICES_PASSWORD,
  }
  const isGrantGiven = Object.values(grant).some((value) => value !== undefined)
  const baseUrl = values.CLIENT_INVOICES_URL
  if (!baseUrl) {
    if (header || isGrantGiven) mistakes.push(t('missing.client-invoices-url'))
    return null
  }
  if (header) return { baseUrl, auth: { kind: 'header', value: header } }
  if (!isGrantGiven) {
    mistakes.push(t('missing.client-invoices-key'))
    return null
  }
  for (const [name, value] of Object.entries(grant)) {
    if (value === undefined) mistakes.push(t('missing.client-invoices-grant', { name }))
  }
  return {
    baseUrl,
    auth: {
      kind: 'password',
      tokenUrl: grant.CLIENT_INVOICES_TOKEN_URL ?? '',
      clientId: values.CLIENT_INVOICES_CLIENT_ID,
      username: grant.CLIENT_INVOICES_USERNAME ?? '',
      password: grant.CLIENT_INVOICES_PASSWORD ?? '',
    },
  }
}

/** True for a source with an address and credentials. */
export function isConfigured(settings: UpstreamSettings, source: Source): boolean {
  const key = {
    'hello-tractor': 'helloTractor',
    'payment-links': 'paymentLinks',
    'client-invoices': 'clientInvoices',
  } as const
  return settings[key[source]] !== null
}
