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
  /** Waits before the usual response. */
  z.object({ kind: z.literal('delay'), ms: z.number().min(0) }),
  /** Responds with this status instead. `retryAfter` is the header's text: seconds or an HTTP date. */
  z.object({
    kind: z.literal('status'),
    status: z.int().min(200).max(599),
    retryAfter: z.string().optional(),
    headers: z.record(z.string(), z.string()).optional(),
    body: z.string().optional(),
    contentType: z.string().optional(),
  }),
  /** Resets the connection before any response. */
  z.object({ kind: z.literal('reset') }),
  /** Accepts the request and never responds. */
  z.object({ kind: z.literal('hang') }),
  /** A complete response whose JSON ends in the middle. */
  z.object({ kind: z.literal('truncate'), bytes: bytes.optional() }),
  /** Announces the full length, sends a part, and closes the connection. */
  z.object({ kind: z.literal('short-body'), bytes: bytes.optional() }),
  /** Sends the headers and a part of the body, then nothing more. */
  z.object({ kind: z.literal('stall'), bytes: bytes.optional() }),
  /** Sends the body in small pieces. */
  z.object({ kind: z.literal('drip'), bytes: bytes.min(1), everyMs: z.number().min(1) }),
  /** 200 with an HTML page. */
  z.object({ kind: z.literal('html') }),
  /** 200 with JSON that does not parse. */
  z.object({ kind: z.literal('invalid-json') }),
  /** The usual body with another content type. */
  z.object({ kind: z.literal('content-type'), value: z.string() }),
  /** A gzip body that decompresses to this many bytes of blanks. */
  z.object({ kind: z.literal('gzip-bomb'), bytes: bytes }),
  /** One header of this many bytes. */
  z.object({ kind: z.literal('large-header'), bytes: bytes }),
  /** The usual JSON followed by this many bytes of blanks. */
  z.object({ kind: z.literal('padding'), bytes: bytes }),
  /** Repeats the first rows of the page at its end. */
  z.object({ kind: z.literal('duplicate-rows'), count: z.int().min(1) }),
  /** Omits the last rows of the page. */
  z.object({ kind: z.literal('drop-rows'), count: z.int().min(1) }),
  /** Sets these fields in every row, or only in the rows with these ids. */
  z.object({
    kind: z.literal('set-fields'),
    fields: z.record(z.string(), z.unknown()),
    ids: z.array(z.string()).optional(),
  }),
  /** Sets these fields of the envelope, e.g. a wrong `count` or a repeating `next`. */
  z.object({ kind: z.literal('set-envelope'), fields: z.record(z.string(), z.unknown()) }),
  /** Adds this number to the envelope's count. */
  z.object({ kind: z.literal('shift-count'), by: z.int() }),
  /** Responds as if these parameters had not been sent. */
  z.object({ kind: z.literal('ignore-parameters'), names: z.array(z.string()).min(1) }),
])

/**
 * A fault: its route, its effect and when it applies. Without `times` it lasts until cleared; `skip` lets the
 * first calls pass.
 */
export const faultSchema = z
  .object({
    route: z.enum([...SANDBOX_ROUTES, '*']),
    /** Applies only to calls whose query has these values. */
    match: z.record(z.string(), z.string()).optional(),
    times: z.int().min(1).optional(),
    skip: z.int().min(0).optional(),
  })
  .and(effects)
export type Fault = z.input<typeof faultSchema>

export type Faults = ReturnType<typeof createFaults>

/** Creates a set without active faults. */
export function createFaults() {
  const active = new Map<string, { fault: Fault; met: number }>()
  let last = 0
  return {
    /** Activates a fault and returns its id for `clear`. */
    set(fault: Fault): string {
      const id = String(++last)
      active.set(id, { fault: faultSchema.parse(fault), met: 0 })
      return id
    },
    /** Deactivates one fault, or all. */
    clear(id?: string): void {
      if (id === undefined) active.clear()
      else active.delete(id)
    },
    /** Returns the faults that apply to this call, and counts each as used. */
    take(route: SandboxRoute, query: URLSearchParams): readonly Fault[] {
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
