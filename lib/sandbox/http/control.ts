import 'server-only'
import type { IncomingMessage } from 'node:http'
import { z } from 'zod'
import type { Calls } from '#lib/sandbox/calls.ts'
import { changeSchema, type Rows } from '#lib/sandbox/changes.ts'
import { type Faults, faultSchema, SANDBOX_ROUTES } from '#lib/sandbox/faults.ts'
import { type Dialect, dialectSchema } from '#lib/sandbox/options.ts'
import type { Truth } from '#lib/sandbox/truth.ts'
import { json, type Reply } from './reply.ts'

/** The parts of the sandbox that the control routes change and read. */
export type Controlled = {
  /** Stops the simulated clock at an instant; null lets it run again. */
  setNow(now: Date | null): void
  /** Changes the dialect (see `dialectSchema`) from the next call on. */
  setDialect(changes: Partial<Dialect>): void
  /** Expires every access token of client invoices, and with `isRefreshIncluded` the refresh tokens too. */
  expireTokens(isRefreshIncluded?: boolean): void
  expireCursors(): void
  faults: Faults
  calls: Calls
  rows: Rows
  truth: Truth
  /** Number of open connections, idle ones included. */
  openSockets(): number
}

const instant = z.iso.datetime().nullable()
const clockSchema = z.strictObject({ now: instant })
const rowSchema = z.strictObject({
  resource: z.enum(['billing-periods', 'invoices', 'payment-links', 'client-invoices']),
  id: z.string(),
})
const routeSchema = z.enum(SANDBOX_ROUTES).optional()
const truthSchema = z.enum(['billingPeriods', 'invoices', 'paymentLinks', 'clientInvoices'])

type Action = (body: unknown, query: URLSearchParams) => unknown

/** Maps `METHOD /__control/…` to actions with JSON, equal to the methods of the Sandbox object. */
function actionsOf(sandbox: Controlled): Record<string, Action> {
  return {
    'POST clock': (body) => {
      const { now } = clockSchema.parse(body)
      sandbox.setNow(now === null ? null : new Date(now))
    },
    'POST dialect': (body) => sandbox.setDialect(dialectSchema.partial().strict().parse(body)),
    'POST faults': (body) => ({ id: sandbox.faults.set(faultSchema.parse(body)) }),
    'DELETE faults': (_, query) => sandbox.faults.clear(query.get('id') ?? undefined),
    'GET calls': (_, query) => {
      const route = routeSchema.parse(query.get('route') ?? undefined)
      return { counts: sandbox.calls.counts(), calls: sandbox.calls.list(route) }
    },
    'DELETE calls': () => sandbox.calls.clear(),
    'GET sockets': () => ({ open: sandbox.openSockets() }),
    'POST rows': (body) => sandbox.rows.apply(changeSchema.parse(body)),
    'POST rows/remove': (body) => {
      const { resource, id } = rowSchema.parse(body)
      sandbox.rows.remove(resource, id)
    },
    'POST rows/restore': (body) => {
      const { resource, id } = rowSchema.parse(body)
      sandbox.rows.restore(resource, id)
    },
    'POST tokens/expire': (_, query) => sandbox.expireTokens(query.get('refresh') === '1'),
    'POST cursors/expire': () => sandbox.expireCursors(),
    'GET truth': (_, query) => sandbox.truth[truthSchema.parse(query.get('resource'))](),
  }
}

/**
 * Creates the handler of `/__control/*`, which requires the key. It responds with 403 without the key, 404
 * for an unknown action, and 400 with the reason for a failure.
 */
export function createControl(sandbox: Controlled, controlKey: string) {
  const actions = actionsOf(sandbox)
  return async (request: IncomingMessage, url: URL, body: string): Promise<Reply> => {
    if (request.headers['x-control-key'] !== controlKey) return json(403, { error: 'Wrong x-control-key' })
    const action = actions[`${request.method} ${url.pathname.replace('/__control/', '')}`]
    if (!action) return json(404, { error: 'No such control', controls: Object.keys(actions) })
    try {
      return json(200, action(body === '' ? {} : JSON.parse(body), url.searchParams) ?? {})
    } catch (error) {
      return json(400, { error: error instanceof Error ? error.message : String(error) })
    }
  }
}
