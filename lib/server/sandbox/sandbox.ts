import 'server-only'
import { createServer } from 'node:http'
import { type Calls, createCalls } from './calls.ts'
import { createFaults, type Faults } from './faults.ts'
import { billingPeriodRoutes } from './http/billing-periods.ts'
import { createListener } from './http/listener.ts'
import type { Route } from './http/routes.ts'
import { DEFAULT_DIALECT, type Dialect, newKeys, type SandboxKeys, type SandboxOptions } from './options.ts'
import { CURRENCIES, PROGRAMMES } from './world/regions.ts'
import { createWorld } from './world/world.ts'

/** A running sandbox: an upstream of all four contracts on one loopback port. */
export type Sandbox = {
  url: string
  port: number
  keys: SandboxKeys
  fundingSources: readonly string[]
  currencies: readonly string[]
  now(): Date
  /** Stands the world's clock still at an instant; null lets it run again. */
  setNow(now: Date | null): void
  /** Changes how the contracts' open points are read, from the next call on. */
  setDialect(changes: Partial<Dialect>): void
  faults: Faults
  calls: Calls
  close(): Promise<void>
}

/** Starts a sandbox on 127.0.0.1. Rejects when its port is taken. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const keys = options.keys ?? newKeys()
  const world = createWorld({
    seed: options.seed,
    originDay: options.originDay,
    contracts: options.scale?.contracts ?? 400,
    weeks: options.scale?.weeks ?? 104,
  })
  let fixedNow: Date | null = null
  let dialect: Dialect = { ...DEFAULT_DIALECT, ...options.dialect }
  let url = ''
  const now = () => fixedNow ?? (options.now ?? (() => new Date()))()
  const faults = createFaults()
  const calls = createCalls()
  const periods = billingPeriodRoutes(world, keys, () => dialect)
  const routes: Route[] = [
    { name: 'billing-periods', method: 'GET', path: /^\/payg\/lms\/payment-requests$/, answer: periods.list },
    {
      name: 'billing-period',
      method: 'GET',
      path: /^\/payg\/lms\/payment-requests\/([^/]+)$/,
      answer: periods.detail,
    },
  ]
  const server = createServer(
    createListener({ routes, world, faults, calls, now, origin: () => url, control: null }),
  )
  server.keepAliveTimeout = 65_000
  const port = await new Promise<number>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port ?? 0, '127.0.0.1', () => {
      const address = server.address()
      if (address !== null && typeof address === 'object') resolve(address.port)
    })
  })
  url = `http://127.0.0.1:${port}`
  world.growTo(now().getTime())
  return {
    url,
    port,
    keys,
    fundingSources: PROGRAMMES,
    currencies: CURRENCIES,
    now,
    setNow(time) {
      fixedNow = time
    },
    setDialect(changes) {
      dialect = { ...dialect, ...changes }
    },
    faults,
    calls,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
