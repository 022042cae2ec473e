import 'server-only'
import { isIP } from 'node:net'
import { z } from 'zod'
import { readDay } from '#lib/calendar-date.ts'

const LOOPBACK_HOSTS = ['localhost', '127.0.0.1', '[::1]']

/** True for an address whose host is this machine. */
export function isLoopback(url: URL): boolean {
  return LOOPBACK_HOSTS.includes(url.hostname)
}

/** True for a listen address that only this machine can reach. */
export function isLoopbackHost(host: string): boolean {
  return isLoopback(new URL(`http://${host.includes(':') ? `[${host}]` : host}`))
}

const MAX_STRINGS = 200
const SMTP_ERROR = 'must be smtps://user:password@host:port, or smtp:// for STARTTLS'
const OLDEST_DAY = '2000-01-01'

const text = z.string().trim().min(1)

/**
 * An http(s) address without the parts that Furrow would drop or send to the wrong host: user, password,
 * query and fragment.
 */
function address(example: string) {
  return z
    .url({ protocol: /^https?$/, error: `must be an address such as ${example}`, abort: true })
    .refine((value) => {
      const { username, password } = new URL(value)
      return username === '' && password === ''
    }, 'must have no user and no password in it')
    .refine((value) => !/[?#]/.test(value), 'must end before its "?" or "#"')
}

const upstreamUrl = address('https://api.example.com').refine(
  (value) => new URL(value).protocol === 'https:' || isLoopback(new URL(value)),
  'must be https; plain http is accepted for loopback addresses only',
)
/** A key that is sent as `Bearer <key>`. */
const key = text
  .refine((value) => !/^bearer\s/i.test(value), {
    error: 'must be the key alone, without "Bearer"',
    abort: true,
  })
  .regex(/^[\x21-\x7e]+$/, 'must be printable ASCII without blanks: copy it again')
/** A complete Authorization header value. */
const authorization = text.regex(/^[\x20-\x7e]+$/, 'must be printable ASCII: copy it again')

/** A JSON array of non-empty strings in one variable, without duplicates. */
function jsonStrings(example: string) {
  const error = `must be a JSON array of at most ${MAX_STRINGS} strings such as ${example}`
  return z.string().transform((value, context) => {
    try {
      const parsed = z.array(text).max(MAX_STRINGS).parse(JSON.parse(value))
      return [...new Set(parsed)]
    } catch {
      context.addIssue({ code: 'custom', message: error })
      return z.NEVER
    }
  })
}

function isHost(entry: string): boolean {
  return URL.canParse(`https://${entry}`) && new URL(`https://${entry}`).host === entry.toLowerCase()
}

function isHostName(value: string): boolean {
  return isIP(value) !== 0 || /^[a-z\d]([a-z\d-]*[a-z\d])?(\.[a-z\d]([a-z\d-]*[a-z\d])?)*$/i.test(value)
}

/**
 * True for a time zone name. Offsets are refused, because PostgreSQL reads their sign the other way round.
 */
function isTimeZone(value: string): boolean {
  if (!/^[a-z]/i.test(value)) return false
  try {
    new Intl.DateTimeFormat('en', { timeZone: value })
    return true
  } catch {
    return false
  }
}

/** Every variable that Furrow reads, with its default and the fix of a mistake; see `readEnv`. */
export const variables = z.object({
  PORT: z
    .string()
    .refine((value) => /^\d{1,5}$/.test(value) && Number(value) >= 1 && Number(value) <= 65_535, {
      error: 'must be a port number from 1 to 65535',
      abort: true,
    })
    .transform(Number)
    .default(3000),
  LISTEN_HOST: text
    .default('127.0.0.1')
    .refine(isHostName, 'must be an address or a name without scheme and port, such as 0.0.0.0'),
  APP_URL: address('https://furrow.example.com')
    .refine(
      (value) => new URL(value).pathname === '/',
      'must have no path: Furrow needs a host name of its own, such as https://furrow.example.com',
    )
    .refine(
      (value) => !['0.0.0.0', '[::]'].includes(new URL(value).hostname),
      'must be the address that people use: 0.0.0.0 and :: only say where a server listens',
    )
    .optional(),
  TRUSTED_ADDRESS_HEADER: text
    .regex(/^[A-Za-z][A-Za-z0-9-]*$/, 'must be the name of one header, such as x-real-ip')
    .transform((name) => name.toLowerCase())
    .optional(),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\/\S+$/, 'must be postgres://user:password@host:port/database')
    .optional(),
  DATA_DIR: text.default('.data'),
  AUTH_SECRET: z
    .string()
    .min(32, 'must have at least 32 characters, e.g. from: openssl rand -base64 32')
    .optional(),
  ADMIN_EMAIL: z.email('must be an e-mail address such as ada@example.com').max(254).optional(),
  ADMIN_PASSWORD: z.string().optional(),
  OIDC_ISSUER: upstreamUrl.optional(),
  OIDC_CLIENT_ID: text.optional(),
  OIDC_CLIENT_SECRET: text.optional(),
  HELLO_TRACTOR_URL: upstreamUrl.default('https://api.hellotractor.com'),
  HELLO_TRACTOR_API_KEY: key.optional(),
  HELLO_TRACTOR_CURRENCIES: jsonStrings('["NGN","KES"]').default(['NGN', 'KES', 'UGX', 'GHS']),
  HELLO_TRACTOR_FUNDING_SOURCES: jsonStrings('["AGRI-FUND-1"]').default([]),
  PAYMENT_LINKS_URL: upstreamUrl.optional(),
  PAYMENT_LINKS_PATH: z
    .string()
    .regex(/^\/[^?#\s]*$/, 'must be a path such as /reports/invoices')
    .default('/reports/invoices'),
  PAYMENT_LINKS_API_KEY: key.optional(),
  PAYMENT_LINKS_AUTH_HEADER: authorization.optional(),
  PAYMENT_LINKS_CURRENCY: z
    .string()
    .regex(/^[A-Z]{3}$/, 'must be a currency code such as AUD')
    .optional(),
  PAYMENT_LINKS_FUNDING_SOURCE_LABEL: text.optional(),
  CLIENT_INVOICES_URL: upstreamUrl.optional(),
  CLIENT_INVOICES_API_KEY: key.optional(),
  CLIENT_INVOICES_AUTH_HEADER: authorization.optional(),
  CLIENT_INVOICES_TOKEN_URL: upstreamUrl.optional(),
  CLIENT_INVOICES_CLIENT_ID: text.default('api-client'),
  CLIENT_INVOICES_USERNAME: text.optional(),
  CLIENT_INVOICES_PASSWORD: z.string().min(1).optional(),
  PDF_HOSTS: jsonStrings('["files.example.com"]')
    .refine(
      (hosts) => hosts.every(isHost),
      'must name hosts only, as host or host:port, e.g. ["files.example.com"]',
    )
    .default([]),
  PDF_MAX_MB: z.coerce
    .number('must be a number of megabytes')
    .positive('must be more than 0')
    .max(1024, 'must be at most 1024')
    .default(50),
  SYNC_FROM: z
    .string()
    .refine((value) => readDay(value) !== null, { error: 'must be a day as YYYY-MM-DD', abort: true })
    .refine((value) => value >= OLDEST_DAY, `must be ${OLDEST_DAY} or later`)
    .optional(),
  SYNC_INTERVAL_SECONDS: z.coerce
    .number('must be a number of seconds')
    .min(5, 'must be at least 5 seconds')
    .max(86_400, 'must be at most 86400 seconds')
    .optional(),
  BUSINESS_TIME_ZONE: text
    .default('Africa/Lagos')
    .refine(isTimeZone, 'must be an IANA time zone such as Africa/Lagos'),
  SMTP_URL: z
    .url({ protocol: /^smtps?$/, error: SMTP_ERROR, abort: true })
    .refine((value) => new URL(value).hostname !== '', SMTP_ERROR)
    .optional(),
  MAIL_FROM: z
    .email('must be the e-mail address that mails come from, such as furrow@example.com')
    .optional(),
  SANDBOX: z.enum(['0', '1'], 'must be 1 or 0').optional(),
  ROLE: z.enum(['all', 'web', 'worker'], 'must be all, web or worker').default('all'),
})
