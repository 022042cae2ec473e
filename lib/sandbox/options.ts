import 'server-only'
import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import type { Day } from '#lib/calendar-date.ts'
import type { Fall } from '#lib/sandbox/dataset/billing-periods.ts'

const text = z.string().min(1)

/** The credentials of callers. A key without access is known and gets a 403. */
export const keysSchema = z.object({
  helloTractor: text,
  helloTractorWithoutAccess: text,
  paymentLinks: text,
  clientInvoices: z.object({ clientId: text, username: text, password: text, usernameWithoutAccess: text }),
})
export type SandboxKeys = z.infer<typeof keysSchema>

const upTo = z.enum(['midnight', 'whole-day'])

/**
 * The choices that the contracts leave to an upstream. The defaults follow the seeds' examples and otherwise
 * the most difficult reading.
 */
export const dialectSchema = z.object({
  /** Hello Tractor: absolute `next` and `previous` links, or none as in the seeds. */
  links: z.boolean(),
  /** Host and port of every page link. Null: Hello Tractor's own, and api.example.com for client invoices. */
  foreignLinks: z.string().nullable(),
  /** `seed`: text for Hello Tractor; payment links' requested amount as number, paid amount as text. */
  moneyAs: z.enum(['seed', 'string', 'number']),
  idsAs: z.enum(['seed', 'string']),
  /** `{label}`, `{code: 3, label}`, `{code: name, label: phrase}` or the bare name. */
  statusAs: z.enum(['label', 'code-label', 'code-phrase', 'text']),
  /** Spelling of Hello Tractor's camelCase keys. */
  keysAs: z.enum(['seed', 'snake']),
  /** Hello Tractor: an unknown funding source or status gives 400 instead of an empty list. */
  strictFilters: z.boolean(),
  /** Hello Tractor: a page past the end is empty, or 404. */
  pastEnd: z.enum(['empty', '404']),
  /**
   * Hello Tractor invoices: date_to is compared with its midnight (which drops the day), or includes the day.
   */
  dateTo: upTo,
  /** Payment links: the same choice for endDate. */
  endDate: upTo,
  /** Payment links: a bare array, or `{count, data}`. */
  wrapped: z.boolean(),
})
export type Dialect = z.infer<typeof dialectSchema>

export const DEFAULT_DIALECT: Dialect = {
  links: true,
  foreignLinks: null,
  moneyAs: 'seed',
  idsAs: 'seed',
  statusAs: 'label',
  keysAs: 'seed',
  strictFilters: false,
  pastEnd: 'empty',
  dateTo: 'midnight',
  endDate: 'midnight',
  wrapped: false,
}

export type SandboxOptions = {
  seed: string
  originDay: Day
  /**
   * The instant (ISO) at which this sandbox was first opened. Minutes later its upstream lowers an amount, moves a
   * billing period to another week, and a contract pays what it owes. Default: none of that happens, the contract has
   * paid before.
   */
  openedAt?: string | undefined
  /** A planted trend, for tests; default none. */
  fall?: Fall | undefined
  /** 0 or unset: a free port. */
  port?: number
  keys?: SandboxKeys
  /** Default 400 contracts and 104 weeks before the week of the origin day. */
  scale?: { contracts?: number; weeks?: number }
  dialect?: Partial<Dialect>
  /** The simulated clock; defaults to the real one. */
  now?: () => Date
  /** Enables the control routes for callers that send this key as `x-control-key`. */
  controlKey?: string
  /** Lifetime of an access token in seconds; default 60. */
  tokenSeconds?: number
  /** Lifetime of a pdf_url's signature in seconds; default 300. */
  pdfUrlSeconds?: number
  /** Lifetime of a client-invoice cursor in seconds; default 3600. */
  cursorSeconds?: number
}

/** Creates new credentials for one sandbox. */
export function newKeys(): SandboxKeys {
  const secret = () => randomBytes(18).toString('base64url')
  return {
    helloTractor: `ht_${secret()}`,
    helloTractorWithoutAccess: `ht_${secret()}`,
    paymentLinks: `pl_${secret()}`,
    clientInvoices: {
      clientId: 'api-client',
      username: 'furrow',
      password: secret(),
      usernameWithoutAccess: 'visitor',
    },
  }
}
