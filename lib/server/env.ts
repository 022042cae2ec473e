import 'server-only'
import type { z } from 'zod'
import type { Day } from '#lib/calendar-date.ts'
import type { Source } from '#lib/sources/sources.ts'
import { type Entrance, readEntrance } from './env-entrance.ts'
import { type MailSettings, readMail } from './env-mail.ts'
import { variables } from './env-variables.ts'

/** Names of all variables, for blanking and documentation. */
export const ENV_VARIABLES = Object.keys(variables.shape)

export type ClientInvoicesAuth =
  | { kind: 'header'; value: string }
  | { kind: 'password'; tokenUrl: string; clientId: string; username: string; password: string }

/** Where an upstream is and how to get in. Secrets: never log, send or throw these values. */
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

export type Env = Entrance & {
  port: number
  listenHost: string
  appUrl: string
  /** The header in which a proxy of ours names the address that a request came from; null: there is no such proxy. */
  trustedAddressHeader: string | null
  databaseUrl: string | null
  dataDir: string
  authSecret: string | null
  upstreams: UpstreamSettings
  pdfHosts: readonly string[]
  pdfMaxBytes: number
  /** First day mirrored; null: three years before today. */
  syncFrom: Day | null
  /** Seconds between readings of the recent weeks; null: 30 for the sandbox, else 120. */
  syncIntervalSeconds: number | null
  timeZone: string
  mail: MailSettings | null
  /** `'forced'` by SANDBOX=1, `'default'` because no source is configured. */
  sandbox: 'forced' | 'default' | null
  role: 'all' | 'web' | 'worker'
}

/** The start stops on this: every wrong variable on its own line, with the fix, and never a value. */
export class ConfigurationError extends Error {
  override name = 'ConfigurationError'
  readonly lines: readonly string[]

  constructor(lines: readonly string[]) {
    super(
      `The configuration has ${lines.length === 1 ? 'a mistake' : `${lines.length} mistakes`}:\n  ${lines.join('\n  ')}`,
    )
    this.lines = lines
  }
}

/**
 * Reads the configuration. In: the process environment. Out: settings in one typed object.
 * Throws ConfigurationError with one line for every wrong or incomplete variable.
 */
export function readEnv(environment: Record<string, string | undefined>): Env {
  const given = Object.fromEntries(
    ENV_VARIABLES.flatMap((name) => {
      const value = environment[name]?.trim()
      return value ? [[name, value]] : []
    }),
  )
  const result = variables.safeParse(given)
  if (!result.success) {
    throw new ConfigurationError(
      result.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`),
    )
  }
  const values = result.data
  const mistakes: string[] = []
  const entrance = readEntrance(values, mistakes)
  const upstreams = readUpstreams(values, mistakes)
  if (mistakes.length > 0) throw new ConfigurationError(mistakes)
  const isConfigured = Object.values(upstreams).some((settings) => settings !== null)
  return {
    port: values.PORT,
    listenHost: values.LISTEN_HOST,
    appUrl: values.APP_URL ?? `http://localhost:${values.PORT}`,
    trustedAddressHeader: values.TRUSTED_ADDRESS_HEADER ?? null,
    databaseUrl: values.DATABASE_URL ?? null,
    dataDir: values.DATA_DIR,
    authSecret: values.AUTH_SECRET ?? null,
    ...entrance,
    upstreams,
    pdfHosts: values.PDF_HOSTS,
    pdfMaxBytes: Math.floor(values.PDF_MAX_MB * 1024 * 1024),
    syncFrom: values.SYNC_FROM ?? null,
    syncIntervalSeconds: values.SYNC_INTERVAL_SECONDS ?? null,
    mail: readMail(values),
    timeZone: values.BUSINESS_TIME_ZONE,
    sandbox: values.SANDBOX === '1' ? 'forced' : isConfigured || values.SANDBOX === '0' ? null : 'default',
    role: values.ROLE,
  }
}

type Values = z.infer<typeof variables>

function readUpstreams(values: Values, mistakes: string[]): UpstreamSettings {
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
    mistakes.push(
      'PAYMENT_LINKS_API_KEY is missing: set it (or PAYMENT_LINKS_AUTH_HEADER) beside PAYMENT_LINKS_URL',
    )
  }
  if (authorization && !values.PAYMENT_LINKS_URL) {
    mistakes.push('PAYMENT_LINKS_URL is missing: set it beside the payment links key')
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
    if (header || isGrantGiven)
      mistakes.push('CLIENT_INVOICES_URL is missing: set it beside the client invoices credentials')
    return null
  }
  if (header) return { baseUrl, auth: { kind: 'header', value: header } }
  if (!isGrantGiven) {
    mistakes.push(
      'CLIENT_INVOICES_API_KEY is missing: set it, or CLIENT_INVOICES_TOKEN_URL, CLIENT_INVOICES_USERNAME and CLIENT_INVOICES_PASSWORD, beside CLIENT_INVOICES_URL',
    )
    return null
  }
  for (const [name, value] of Object.entries(grant)) {
    if (value === undefined) mistakes.push(`${name} is missing: the password grant needs it`)
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

let cached: Env | undefined

/** The settings of this process, read at first use so that a build needs none. Throws ConfigurationError. */
export function env(): Env {
  cached ??= readEnv(process.env)
  return cached
}

/** True for the sources that have an address and credentials. */
export function isConfigured(settings: UpstreamSettings, source: Source): boolean {
  const key = {
    'hello-tractor': 'helloTractor',
    'payment-links': 'paymentLinks',
    'client-invoices': 'clientInvoices',
  } as const
  return settings[key[source]] !== null
}
