import 'server-only'
import { createServer, type Server } from 'node:http'
import { type Controlled, createControl } from '#lib/sandbox/http/control.ts'
import { createCursors } from '#lib/sandbox/http/cursors.ts'
import { createListener } from '#lib/sandbox/http/listener.ts'
import { routesOf } from '#lib/sandbox/http/routes-of.ts'
import { createTokens } from '#lib/sandbox/http/tokens.ts'
import { CURRENCIES, PROGRAMMES } from '#lib/sandbox/world/regions.ts'
import { createWorld } from '#lib/sandbox/world/world.ts'
import { createCalls } from './calls.ts'
import { createRows } from './changes.ts'
import { createFaults } from './faults.ts'
import { DEFAULT_DIALECT, type Dialect, newKeys, type SandboxKeys, type SandboxOptions } from './options.ts'
import { createTruth } from './truth.ts'

/** A running sandbox: an upstream of all four contracts on one loopback port. */
export type Sandbox = Controlled & {
  url: string
  port: number
  keys: SandboxKeys
  fundingSources: readonly string[]
  currencies: readonly string[]
  now(): Date
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
  let openSockets = 0
  const now = () => fixedNow ?? (options.now ?? (() => new Date()))()
  const tokens = createTokens(keys.clientInvoices, options.tokenSeconds ?? 60)
  const cursors = createCursors(options.cursorSeconds ?? 3600)
  const controlled = {
    setNow: (time: Date | null) => {
      fixedNow = time
    },
    setDialect: (changes: Partial<Dialect>) => {
      dialect = { ...dialect, ...changes }
    },
    expireTokens: tokens.expireAll,
    expireCursors: cursors.expireAll,
    faults: createFaults(),
    calls: createCalls(),
    rows: createRows(world),
    truth: createTruth(world, now),
    openSockets: () => openSockets,
  }
  const { faults, calls } = controlled
  const parts = { world, keys, tokens, cursors, dialect: () => dialect }
  const routes = routesOf(parts, options.pdfUrlSeconds ?? 300)
  const control = options.controlKey ? createControl(controlled, options.controlKey) : null
  const server = createServer(
    createListener({ routes, world, faults, calls, now, origin: () => url, control }),
  )
  server.on('connection', (socket) => {
    openSockets += 1
    socket.once('close', () => {
      openSockets -= 1
    })
  })
  // Longer than a client keeps a connection, so that none is closed under a request.
  server.keepAliveTimeout = 65_000
  const port = await listen(server, options.port ?? 0)
  url = `http://127.0.0.1:${port}`
  world.growTo(now().getTime())
  return {
    ...controlled,
    url,
    port,
    keys,
    fundingSources: PROGRAMMES,
    currencies: CURRENCIES,
    now,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      const address = server.address()
      if (address !== null && typeof address === 'object') resolve(address.port)
    })
  })
}
