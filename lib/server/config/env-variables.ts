import 'server-only'
import { isIP } from 'node:net'
import { z } from 'zod'
import { readDay } from '#lib/calendar-date.ts'
import { commandWords } from '#lib/words/command-words.ts'

const t = commandWords('settings')

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
const SMTP = { error: () => t('must.smtp-url') }
const OLDEST_DAY = '2000-01-01'

const text = z.string().trim().min(1)

/**
 * An http(s) address without the parts that Furrow would drop or send to the wrong host: user, password,
 * query and fragment.
 */
function address(example: string) {
  return z
    .url({ protocol: /^https?$/, error: () => t('must.address', { example }), abort: true })
    .refine(
      (value) => {
        const { username, password } = new URL(value)
        return username === '' && password === ''
      },
      { error: () => t('must.no-user') },
    )
    .refine((value) => !/[?#]/.test(value), { error: () => t('must.no-query') })
}

const upstreamUrl = address('https://api.example.com').refine(
  (value) => new URL(value).protocol === 'https:' || isLoopback(new URL(value)),
  { error: () => t('must.https') },
)
/** A key that is sent as `Bearer <key>`. */
const key = text
  .refine((value) => !/^bearer\s/i.test(value), {
    error: () => t('must.key-alone'),
    abort: true,
  })
  .regex(/^[\x21-\x7e]+$/, { error: () => t('must.printable-key') })
/** A complete Authorization header value. */
const authorization = text.regex(/^[\x20-\x7e]+$/, { error: () => t('must.printable') })

/** A JSON array of non-empty strings in one variable, without duplicates. */
function jsonStrings(example: string) {
  const error = () => t('must.strings', { max: MAX_STRINGS, example })
  return z.string().transform((value, context) => {
    try {
      const parsed = z.array(text).max(MAX_STRINGS).parse(JSON.parse(value))
      return [...new Set(parsed)]
    } catch {
      context.addIssue({ code: 'custom', message: error() })
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
      error: () => t('must.port'),
      abort: true,
    })
    .transform(Number)
    .default(3000),
  LISTEN_HOST: text.default('127.0.0.1').refine(isHostName, { error: () => t('must.host') }),
  APP_URL: address('https://furrow.example.com')
    .refine((value) => new URL(value).pathname === '/', { error: () => t('must.no-path') })
    .refine((value) => !['0.0.0.0', '[::]'].includes(new URL(value).hostname), {
      error: () => t('must.public'),
    })
    .optional(),
  TRUSTED_ADDRESS_HEADER: text
    .regex(/^[A-Za-z][A-Za-z0-9-]*$/, { error: () => t('must.header') })
    .transform((name) => name.toLowerCase())
    .optional(),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\/\S+$/, { error: () => t('must.database-url') })
    .optional(),
  DATA_DIR: text.default('.data'),
  AUTH_SECRET: z
    .string()
    .min(32, { error: () => t('must.secret') })
    .optional(),
  ADMIN_EMAIL: z
    .email({ error: () => t('must.email') })
    .max(254)
    .optional(),
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
    .regex(/^\/[^?#\s]*$/, { error: () => t('must.path') })
    .default('/reports/invoices'),
  PAYMENT_LINKS_API_KEY: key.optional(),
  PAYMENT_LINKS_AUTH_HEADER: authorization.optional(),
  PAYMENT_LINKS_CURRENCY: z
    .string()
    .regex(/^[A-Z]{3}$/, { error: () => t('must.currency') })
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
    .refine((hosts) => hosts.every(isHost), { error: () => t('must.hosts') })
    .default([]),
  PDF_MAX_MB: z.coerce
    .number({ error: () => t('must.megabytes') })
    .positive({ error: () => t('must.positive') })
    .max(1024, { error: () => t('must.megabytes-most') })
    .default(50),
  SYNC_FROM: z
    .string()
    .refine((value) => readDay(value) !== null, { error: () => t('must.day'), abort: true })
    .refine((value) => value >= OLDEST_DAY, { error: () => t('must.day-from', { day: OLDEST_DAY }) })
    .optional(),
  SYNC_INTERVAL_SECONDS: z.coerce
    .number({ error: () => t('must.seconds') })
    .min(5, { error: () => t('must.seconds-least') })
    .max(86_400, { error: () => t('must.seconds-most') })
    .optional(),
  BUSINESS_TIME_ZONE: text.default('Africa/Lagos').refine(isTimeZone, { error: () => t('must.time-zone') }),
  SMTP_URL: z
    .url({ protocol: /^smtps?$/, ...SMTP, abort: true })
    .refine((value) => new URL(value).hostname !== '', SMTP)
    .optional(),
  MAIL_FROM: z.email({ error: () => t('must.mail-from') }).optional(),
  SANDBOX: z.enum(['0', '1'], { error: () => t('must.sandbox') }).optional(),
  ROLE: z.enum(['all', 'web', 'worker'], { error: () => t('must.role') }).default('all'),
})
