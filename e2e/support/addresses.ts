import net from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'

export type Addresses = {
  appUrl: string
  readyUrl: string
  sandboxUrl: string
  controlKey: string
  /** Stands in every credential of the upstream: wherever it appears outside the server, something leaked. */
  canary: string
  /** The first admin of this run, made at the start. */
  admin: { email: string; password: string }
  /** Everything that Furrow wrote to its standard output and error in this run. */
  logFile: string
}

/** Where the session that most tests run in is kept: an operator's, opened once. */
export const OPERATOR_SESSION = 'test-results/sessions/operator.json'

/** Ports are chosen once, by the first process that loads the configuration, and inherited by the rest. */
export async function chooseAddresses(): Promise<Addresses> {
  process.env.FURROW_E2E ??= JSON.stringify({
    appUrl: `http://localhost:${await freePort()}`,
    readyUrl: `http://127.0.0.1:${await freePort()}`,
    sandboxUrl: `http://127.0.0.1:${await freePort()}`,
    controlKey: crypto.randomUUID(),
    logFile: path.join(tmpdir(), `furrow-e2e-${crypto.randomUUID()}.log`),
    canary: `canary${crypto.randomUUID().replaceAll('-', '')}`,
    admin: { email: 'ada@example.com', password: crypto.randomUUID() },
  })
  return addresses()
}

/** The addresses of this run. */
export function addresses(): Addresses {
  const chosen = process.env.FURROW_E2E
  if (!chosen) throw new Error('Run the end-to-end tests through playwright')
  return JSON.parse(chosen)
}

/** A port of the loopback address that is free now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = net.createServer().once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      )
    })
  })
}
