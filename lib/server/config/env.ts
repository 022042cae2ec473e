import 'server-only'
import type { z } from 'zod'
import { type Day, dayInZone } from '#lib/calendar-date.ts'
import { ExplainedError } from '#lib/errors.ts'
import { commandWords } from '#lib/words/command-words.ts'
import { readUpstreams, type UpstreamSettings } from './env-upstreams.ts'
import { isLoopbackHost, variables } from './env-variables.ts'
import { nameTlsMode } from './tls-mode.ts'

const t = commandWords('settings')

type Values = z.infer<typeof variables>

const PLACEHOLDER = 'replace-me'

/** Names of all variables, for clearing the environment and for documentation. */
export const ENV_VARIABLES = Object.keys(variables.shape)

export type Env = Entrance & {
  port: number
  listenHost: string
  appUrl: string
  /** The header in which a trusted proxy gives the client's address; null without such a proxy. */
  trustedAddressHeader: string | null
  databaseUrl: string | null
  dataDir: string
  authSecret: string | null
  upstreams: UpstreamSettings
  pdfHosts: readonly string[]
  pdfMaxBytes: number
  /** First mirrored day; null means three years before today. */
  syncFrom: Day | null
  /** Seconds between runs of the recent weeks; null means 30 for the sandbox, otherwise 120. */
  syncIntervalSeconds: number | null
  timeZone: string
  mail: MailSettings | null
  /** `'forced'` by SANDBOX=1; `'default'` when no source is configured; null when the sandbox is off. */
  sandbox: 'forced' | 'default' | null
  role: 'all' | 'web' | 'worker'
}

/** Stops the start: every wrong variable is on its own line, with the fix and never with a value. */
export class ConfigurationError extends ExplainedError {
  override name = 'ConfigurationError'
  readonly lines: readonly string[]

  constructor(lines: readonly string[]) {
    super(t('mistakes', { count: lines.length, lines: lines.join('\n  ') }))
    this.lines = lines
  }
}

/**
 * Reads the configuration from the process environment.
 * @param today the day after which SYNC_FROM counts as future; by default today in BUSINESS_TIME_ZONE
 * @throws ConfigurationError with a line for every wrong or incomplete variable
 */
export function readEnv(environment: Record<string, string | undefined>, today?: Day): Env {
  const given: Record<string, string> = {}
  for (const name of ENV_VARIABLES) {
    const value = environment[name]?.trim()
    if (value) given[name] = value
  }
  const result = variables.safeParse(given)
  const mistakes = misread(given)
  if (!result.success) {
    // A mistake of the value as a whole explains the variable's other issues.
    const issues = result.error.issues.filter(({ path: [name] }) => !mistakes.has(String(name)))
    throw new ConfigurationError([
      ...mistakes.values(),
      ...issues.map((issue) => t('wrong', { name: issue.path.join('.'), what: issue.message })),
    ])
  }
  return assemble(result.data, new Set(Object.keys(given)), [...mistakes.values()], today)
}

/** Finds values that were copied with quotes around them, or never replaced; keyed by variable name. */
function misread(given: Readonly<Record<string, string>>): Map<string, string> {
  const lines = new Map<string, string>()
  for (const [name, value] of Object.entries(given)) {
    if (/^(["'`]).*\1$/s.test(value)) lines.set(name, t('quoted', { name }))
    if (value.includes(PLACEHOLDER)) lines.set(name, t('placeholder', { name }))
  }
  return lines
}

function assemble(values: Values, given: ReadonlySet<string>, mistakes: string[], today?: Day): Env {
  const entrance = readEntrance(values, mistakes)
  const upstreams = readUpstreams(values, given, mistakes)
  const mail = readMail(values, mistakes)
  if (values.SYNC_FROM && values.SYNC_FROM > (today ?? dayInZone(new Date(), values.BUSINESS_TIME_ZONE)))
    mistakes.push(t('future'))
  if (mistakes.length > 0) throw new ConfigurationError(mistakes)
  const isConfigured = Object.values(upstreams).some((settings) => settings !== null)
  return {
    port: values.PORT,
    listenHost: values.LISTEN_HOST,
    appUrl: values.APP_URL ?? `http://localhost:${values.PORT}`,
    trustedAddressHeader: values.TRUSTED_ADDRESS_HEADER ?? null,
    databaseUrl: values.DATABASE_URL ? nameTlsMode(values.DATABASE_URL) : null,
    dataDir: values.DATA_DIR,
    authSecret: values.AUTH_SECRET ?? null,
    ...entrance,
    upstreams,
    pdfHosts: values.PDF_HOSTS,
    pdfMaxBytes: Math.floor(values.PDF_MAX_MB * 1024 * 1024),
    syncFrom: values.SYNC_FROM ?? null,
    syncIntervalSeconds: values.SYNC_INTERVAL_SECONDS ?? null,
    mail,
    timeZone: values.BUSINESS_TIME_ZONE,
    sandbox: values.SANDBOX === '1' ? 'forced' : isConfigured || values.SANDBOX === '0' ? null : 'default',
    role: values.ROLE,
  }
}

let cached: Env | undefined

/**
 * The settings of this process, read at the first use so that a build needs none.
 * @throws ConfigurationError
 */
export function env(): Env {
  cached ??= readEnv(process.env)
  return cached
}

/**
 * Returns the secret that signs cookies, tokens and cursors, and seals the audit log.
 * @throws Error if the process was started without AUTH_SECRET
 */
export function authSecret(): string {
  const secret = env().authSecret
  if (secret === null) throw new Error('AUTH_SECRET is not set: start Furrow with npm start, or set it')
  return secret
}

/**
 * The SMTP server with its user name and password, and the sender of mails. Secret: never log, send or throw
 * this value.
 */
type MailSettings = { url: string; from: string }

/**
 * Reads the mail settings; null means that admins pass links on themselves. The default sender is furrow@ the
 * server's host.
 * @param mistakes receives a line when a sender is set without a server
 */
function readMail(
  { SMTP_URL: url, MAIL_FROM: from }: z.infer<typeof variables>,
  mistakes: string[],
): MailSettings | null {
  if (url !== undefined) return { url, from: from ?? `furrow@${new URL(url).hostname}` }
  if (from !== undefined) mistakes.push(t('missing.smtp-url'))
  return null
}

/** Sign-in settings. Secrets: never log, send or throw these values. */
type Entrance = {
  /** The first admin, created while no person exists; null prints a setup link instead. */
  admin: { email: string; password: string } | null
  /** Single sign-on; null when off. */
  oidc: { issuer: string; clientId: string; clientSecret: string } | null
}

/**
 * Reads the sign-in settings. Adds a mistake for an incomplete group of variables, and for a server that
 * other machines can reach without APP_URL.
 * @param mistakes receives one line per mistake
 */
function readEntrance(values: z.infer<typeof variables>, mistakes: string[]): Entrance {
  const { ADMIN_EMAIL, ADMIN_PASSWORD, OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET } = values
  const admin = together({ ADMIN_EMAIL, ADMIN_PASSWORD }, mistakes)
  const oidc = together({ OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET }, mistakes)
  if (!isLoopbackHost(values.LISTEN_HOST) && values.APP_URL === undefined) {
    mistakes.push(t('missing.app-url'))
  }
  return {
    admin: admin && { email: admin.ADMIN_EMAIL.toLowerCase(), password: admin.ADMIN_PASSWORD },
    oidc: oidc && {
      issuer: oidc.OIDC_ISSUER,
      clientId: oidc.OIDC_CLIENT_ID,
      clientSecret: oidc.OIDC_CLIENT_SECRET,
    },
  }
}

/**
 * Reads variables that are only valid together; null when none is set, and a mistake for each missing one
 * when some are.
 */
function together<Name extends string>(
  given: Record<Name, string | undefined>,
  mistakes: string[],
): Record<Name, string> | null {
  const names = Object.keys(given) as Name[]
  const missing = names.filter((name) => given[name] === undefined)
  // With no name missing, every value is defined.
  if (missing.length === 0) return given as Record<Name, string>
  const other = names.filter((name) => !missing.includes(name)).join(' and ')
  if (other !== '') for (const name of missing) mistakes.push(t('missing', { name, other }))
  return null
}
