import 'server-only'
import { randomBytes } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { createServer } from 'node:net'
import path from 'node:path'
import { z } from 'zod'
import { type Day, readDay } from '#lib/calendar-date.ts'
import { CURRENCIES, PROGRAMMES } from '#lib/sandbox/world/regions.ts'
import { createDataFile, DataDirError, readDataFile } from '#lib/server/config/data-file.ts'
import { dialectSchema, newKeys, type SandboxKeys, type SandboxOptions } from './options.ts'

/** What must be the same at every start for the sandbox to stay the same upstream. */
export type SandboxState = { seed: string; originDay: Day; port: number; keys: SandboxKeys }

const KEEP = 'Put it back from a copy of DATA_DIR, or use a new DATA_DIR: a new sandbox invents other data.'

const text = z.string().min(1)
const keysSchema = z.object({
  helloTractor: text,
  helloTractorWithoutAccess: text,
  paymentLinks: text,
  clientInvoices: z.object({
    clientId: text,
    username: text,
    password: text,
    usernameWithoutAccess: text,
  }),
})
const stateSchema = z.object({
  seed: text,
  originDay: z.string().refine((day) => readDay(day) !== null),
  port: z.int().min(1).max(65535),
  keys: keysSchema,
})

const seconds = z.number().positive().optional()
const optionsSchema = stateSchema.partial({ port: true, keys: true }).extend({
  scale: z.object({ contracts: z.int().min(1).optional(), weeks: z.int().min(1).optional() }).optional(),
  dialect: dialectSchema.partial().optional(),
  controlKey: text.optional(),
  tokenSeconds: seconds,
  pdfUrlSeconds: seconds,
  cursorSeconds: seconds,
})

/**
 * Options of a sandbox in a process of its own, as JSON text: those of `startSandbox` without its clock, which a control
 * call can set. Throws when the text is missing or wrong.
 */
export function readSandboxOptions(json: string | undefined): SandboxOptions {
  if (!json) throw new Error('FURROW_SANDBOX is missing: set it to JSON with at least seed and originDay')
  return optionsSchema.parse(JSON.parse(json))
}

/**
 * The sandbox's lasting settings, from `<dataDir>/sandbox.json` (mode 0600); made at the first start with `today` as the
 * origin day and a port that is free then. Two first starts at once agree on one file. Throws when the file is damaged.
 */
export async function readSandboxState(dataDir: string, today: Day): Promise<SandboxState> {
  const file = path.join(dataDir, 'sandbox.json')
  const existing = await readState(file)
  if (existing) return existing
  const seed = randomBytes(6).toString('hex')
  const fresh: SandboxState = { seed, originDay: today, port: await freePort(), keys: newKeys() }
  await mkdir(dataDir, { recursive: true })
  await createDataFile(file, `${JSON.stringify(fresh, null, 2)}\n`)
  const state = await readState(file)
  if (!state) throw new Error(`${file} disappeared while the sandbox was starting`)
  return state
}

/** Throws DataDirError where the settings of the sandbox are there, but damaged. */
export async function checkSandboxState(dataDir: string): Promise<void> {
  await readState(path.join(dataDir, 'sandbox.json'))
}

async function readState(file: string): Promise<SandboxState | null> {
  const text = await readDataFile(file, KEEP)
  if (text === null) return null
  try {
    return stateSchema.parse(JSON.parse(text))
  } catch (cause) {
    throw new DataDirError(`${file} is damaged. ${KEEP}`, { cause })
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => {
        if (address !== null && typeof address === 'object') resolve(address.port)
        else reject(new Error('No free port was given'))
      })
    })
  })
}

/** Where a sandbox is and how to get in; the lists default to those of its world. */
export type SandboxAccess = {
  url: string
  keys: SandboxKeys
  fundingSources?: readonly string[]
  currencies?: readonly string[]
}

/** The variables that point Furrow at a sandbox, as a person would set them for the real services. */
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
