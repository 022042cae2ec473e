import 'server-only'
import { z } from 'zod'
import { readDay } from '#lib/calendar-date.ts'
import { CURRENCIES, PROGRAMMES } from '#lib/sandbox/dataset/regions.ts'
import { dialectSchema, keysSchema, type SandboxKeys, type SandboxOptions } from './options.ts'

const text = z.string().min(1)
const day = z.string().refine((value) => readDay(value) !== null)

/** The values that must be the same at every start, so that the sandbox stays the same upstream. */
export const stateSchema = z.object({
  seed: text,
  originDay: day,
  /** Missing in files of former releases, whose sandbox corrects nothing. */
  openedAt: z.iso.datetime().optional(),
  port: z.int().min(1).max(65535),
  keys: keysSchema,
})
export type SandboxState = z.infer<typeof stateSchema>

const seconds = z.number().positive().optional()
const optionsSchema = stateSchema.partial({ port: true, keys: true }).extend({
  scale: z.object({ contracts: z.int().min(1).optional(), weeks: z.int().min(1).optional() }).optional(),
  dialect: dialectSchema.partial().optional(),
  fall: z.strictObject({ from: day, points: z.number().positive().max(100) }).optional(),
  controlKey: text.optional(),
  tokenSeconds: seconds,
  pdfUrlSeconds: seconds,
  cursorSeconds: seconds,
})

/**
 * Parses the options of a sandbox in its own process: those of `startSandbox` as JSON, without the clock,
 * which a control call can set.
 * @throws {Error} if the text is missing or invalid.
 */
export function readSandboxOptions(json: string | undefined): SandboxOptions {
  if (!json) throw new Error('FURROW_SANDBOX is missing: set it to JSON with at least seed and originDay')
  return optionsSchema.parse(JSON.parse(json))
}

/** The address and credentials of a sandbox; the lists default to those of its dataset. */
export type SandboxAccess = {
  url: string
  keys: SandboxKeys
  fundingSources?: readonly string[]
  currencies?: readonly string[]
}

/** Returns the variables that configure Furrow for a sandbox, as if for the real services. */
export function sandboxEnvironment(sandbox: SandboxAccess): Record<string, string> {
  const { url, keys, fundingSources = PROGRAMMES, currencies = CURRENCIES } = sandbox
  return {
    HELLO_TRACTOR_URL: url,
    HELLO_TRACTOR_API_KEY: keys.helloTractor,
    HELLO_TRACTOR_CURRENCIES: JSON.stringify(currencies),
    HELLO_TRACTOR_FUNDING_SOURCES: JSON.stringify(fundingSources),
    PAYMENT_LINKS_URL: url,
    PAYMENT_LINKS_PATH: '/reports/invoices',
    PAYMENT_LINKS_API_KEY: keys.paymentLinks,
    PAYMENT_LINKS_CURRENCY: 'NGN',
    PAYMENT_LINKS_FUNDING_SOURCE_LABEL: 'Programme',
    CLIENT_INVOICES_URL: url,
    CLIENT_INVOICES_TOKEN_URL: `${url}/auth/realms/furrow/protocol/openid-connect/token`,
    CLIENT_INVOICES_CLIENT_ID: keys.clientInvoices.clientId,
    CLIENT_INVOICES_USERNAME: keys.clientInvoices.username,
    CLIENT_INVOICES_PASSWORD: keys.clientInvoices.password,
  }
}
