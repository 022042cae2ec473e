import 'server-only'
import { z } from 'zod'

/** The routes of the sandbox, as faults and the call log name them. */
export const SANDBOX_ROUTES = [
  'billing-periods',
  'billing-period',
  'invoices',
  'invoice',
  'invoice-file',
  'payment-links',
  'client-invoices',
  'client-invoice-file',
  'token',
] as const
export type SandboxRoute = (typeof SANDBOX_ROUTES)[number]

const bytes = z.int().min(0)
const effects = z.discriminatedUnion('kind', [
  /** Waits before answering as usual. */
  z.object({ kind: z.literal('delay'), ms: z.number().min(0) }),
  /** Answers this instead; `retryAfter` is the header's text, seconds or an HTTP date. */
  z.object({
    kind: z.literal('status'),
    status: z.int().min(200).max(599),
    retryAfter: z.string().optional(),
    headers: z.record(z.string(), z.string()).optional(),
    body: z.string().optional(),
    contentType: z.string().optional(),
  }),
  /** Closes the connection with a reset before any answer. */
  z.object({ kind: z.literal('reset') }),
  /** Takes the request and never answers. */
  z.object({ kind: z.literal('hang') }),
  /** A complete answer that ends in the middle of its JSON. */
  z.object({ kind: z.literal('truncate'), bytes: bytes.optional() }),
  /** Promises the whole length, sends a part, closes. */
  z.object({ kind: z.literal('short-body'), bytes: bytes.optional() }),
  /** Sends the head and a part of the body, then nothing more. */
  z.object({ kind: z.literal('stall'), bytes: bytes.optional() }),
  /** Sends the body in small pieces. */
  z.object({ kind: z.literal('drip'), bytes: bytes.min(1), everyMs: z.number().min(1) }),
  /** 200 with an HTML page. */
  z.object({ kind: z.literal('html') }),
  /** 200 with JSON that does not parse. */
  z.object({ kind: z.literal('invalid-json') }),
  /** The usual body under another content type. */
  z.object({ kind: z.literal('content-type'), value: z.string() }),
  /** A gzip body that unpacks to this many bytes of blanks. */
  z.object({ kind: z.literal('gzip-bomb'), bytes: bytes }),
  /** One header of this many bytes. */
  z.object({ kind: z.literal('large-header'), bytes: bytes }),
  /** The usual JSON followed by this many bytes of blanks. */
  z.object({ kind: z.literal('padding'), bytes: bytes }),
  /** Repeats the first rows of the page at its end. */
  z.object({ kind: z.literal('duplicate-rows'), count: z.int().min(1) }),
  /** Leaves the last rows of the page out. */
  z.object({ kind: z.literal('drop-rows'), count: z.int().min(1) }),
  /** Sets these fields in every row, or in the rows with these ids. */
  z.object({
    kind: z.literal('set-fields'),
    fields: z.record(z.string(), z.unknown()),
    ids: z.array(z.string()).optional(),
  }),
  /** Sets these fields beside the rows, e.g. a wrong `count` or a `next` that repeats. */
  z.object({ kind: z.literal('set-envelope'), fields: z.record(z.string(), z.unknown()) }),
  /** Adds this to the envelope's count. */
  z.object({ kind: z.literal('shift-count'), by: z.int() }),
  /** Answers as if these parameters had not been sent. */
  z.object({ kind: z.literal('ignore-parameters'), names: z.array(z.string()).min(1) }),
])

/** A fault: where, when and what. Without `times` it stays until cleared; `skip` lets the first calls pass. */
export const faultSchema = z
  .object({
    route: z.enum([...SANDBOX_ROUTES, '*']),
    /** Only calls whose query has these values. */
    match: z.record(z.string(), z.string()).optional(),
    times: z.int().min(1).optional(),
    skip: z.int().min(0).optional(),
  })
  .and(effects)
export type Fault = z.input<typeof faultSchema>

export type Faults = {
  /** Switches a fault on; the answer names it for `clear`. */
  set(fault: Fault): string
  /** Switches one fault off, or all. */
  clear(id?: string): void
  /** The faults that meet this call, each counted as used. */
  take(route: SandboxRoute, query: URLSearchParams): readonly Fault[]
}

export function createFaults(): Faults {
  const active = new Map<string, { fault: Fault; met: number }>()
  let last = 0
  return {
    set(fault) {
      const id = String(++last)
      active.set(id, { fault: faultSchema.parse(fault), met: 0 })
      return id
    },
    clear(id) {
      if (id === undefined) active.clear()
      else active.delete(id)
    },
    take(route, query) {
      const met: Fault[] = []
      for (const [id, entry] of active) {
        const { fault } = entry
        if (fault.route !== '*' && fault.route !== route) continue
        const wanted = Object.entries(fault.match ?? {})
        if (!wanted.every(([name, value]) => query.getAll(name).includes(value))) continue
        entry.met++
        const number = entry.met - (fault.skip ?? 0)
        if (number < 1) continue
        met.push(fault)
        if (fault.times !== undefined && number >= fault.times) active.delete(id)
      }
      return met
    },
  }
}
