import net from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'

export type Addresses = {
  appUrl: string
  readyUrl: string
  sandboxUrl: string
  controlKey: string
  /**
   * Part of every upstream credential: wherever this text appears outside the server, a credential leaked.
   */
  canary: string
  /** The first admin of this run, created at the start. */
  admin: { email: string; password: string }
  /** File with everything that Furrow wrote to its standard output and error in this run. */
  logFile: string
}

/** File of the operator session that most tests use; opened once. */
export const OPERATOR_SESSION = 'test-results/sessions/operator.json'

/**
 * Chooses ports and secrets once, in the first process that loads the configuration; other processes inherit
 * them.
 */
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

/** Returns the addresses of this run. */
export function addresses(): Addresses {
  const chosen = process.env.FURROW_E2E
  if (!chosen) throw new Error('Run the end-to-end tests through playwright')
  return JSON.parse(chosen)
}

/** Finds a port that is free on the loopback address now. */
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
