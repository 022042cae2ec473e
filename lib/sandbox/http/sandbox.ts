import 'server-only'
import { createServer, type Server } from 'node:http'
import { createCalls } from '#lib/sandbox/calls.ts'
import { createRows } from '#lib/sandbox/changes.ts'
import { createDataset } from '#lib/sandbox/dataset/dataset.ts'
import { CURRENCIES, PROGRAMMES } from '#lib/sandbox/dataset/regions.ts'
import { createFaults } from '#lib/sandbox/faults.ts'
import {
  DEFAULT_DIALECT,
  type Dialect,
  newKeys,
  type SandboxKeys,
  type SandboxOptions,
} from '#lib/sandbox/options.ts'
import { createTruth } from '#lib/sandbox/truth.ts'
import { type Controlled, createControl } from './control.ts'
import { createCursors } from './cursors.ts'
import { createListener } from './listener.ts'
import { routesOf } from './routes.ts'
import { createTokens } from './tokens.ts'

/** A running sandbox: an upstream with all four contracts on one loopback port. */
export type Sandbox = Controlled & {
  url: string
  port: number
  keys: SandboxKeys
  fundingSources: readonly string[]
  currencies: readonly string[]
  now(): Date
  close(): Promise<void>
}

/** Starts a sandbox on 127.0.0.1. Rejects if its port is taken. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const keys = options.keys ?? newKeys()
  const dataset = createDataset({
    seed: options.seed,
    originDay: options.originDay,
    contracts: options.scale?.contracts ?? 400,
    weeks: options.scale?.weeks ?? 104,
    openedAt: options.openedAt === undefined ? undefined : Date.parse(options.openedAt),
    fall: options.fall,
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
    rows: createRows(dataset),
    truth: createTruth(dataset, now),
    openSockets: () => openSockets,
  }
  const { faults, calls } = controlled
  const parts = { dataset, keys, tokens, cursors, dialect: () => dialect }
  const routes = routesOf(parts, options.pdfUrlSeconds ?? 300)
  const control = options.controlKey ? createControl(controlled, options.controlKey) : null
  const server = createServer(
    createListener({ routes, dataset, faults, calls, now, origin: () => url, control }),
  )
  server.on('connection', (socket) => {
    openSockets += 1
    socket.once('close', () => {
      openSockets -= 1
    })
  })
  // Longer than a client keeps a connection, so that the server never closes one during a request.
  server.keepAliveTimeout = 65_000
  const port = await listen(server, options.port ?? 0)
  url = `http://127.0.0.1:${port}`
  dataset.growTo(now().getTime())
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
