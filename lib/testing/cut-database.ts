import 'server-only'
import { drizzle } from 'drizzle-orm/node-postgres'
import type pg from 'pg'
import type { Database } from '#lib/server/db/client.ts'

/** A database that fails at one statement, and whether its user got that far. */
export type CutDatabase = { db: Database; wasCut: () => boolean }

/**
 * Wraps a database as a process sees it when SIGKILL ends the process at its `at`th statement, counted from
 * 1. The statement is not sent, every connection in use breaks without a rollback, and nothing is sent
 * afterwards.
 */
export function cutAtStatement(db: Database, at: number): CutDatabase {
  let count = 0
  const lent = new Set<pg.PoolClient>()
  const killed = () => {
    for (const client of lent) socketOf(client).destroy()
    return Promise.reject(new Error(`killed at statement ${at}`))
  }
  const counted = (run: () => unknown) => {
    count += 1
    return count >= at ? killed() : run()
  }
  const pool = new Proxy(db.$client, {
    get(target, name) {
      if (name === 'query') return (...args: [string]) => counted(() => target.query(...args))
      if (name === 'connect') return lend
      return Reflect.get(target, name, target)
    },
  })
  async function lend(): Promise<pg.PoolClient> {
    const client = await db.$client.connect()
    lent.add(client)
    return new Proxy(client, {
      get(target, name) {
        if (name === 'query') return (...args: [string]) => counted(() => target.query(...args))
        if (name === 'release') {
          return (isBroken?: boolean) => {
            lent.delete(client)
            target.release(isBroken)
          }
        }
        return Reflect.get(target, name, target)
      },
    })
  }
  return { db: drizzle(pool), wasCut: () => count >= at }
}

/** node-postgres does not declare a client's connection in its types, nor the connection's socket. */
function socketOf(client: pg.PoolClient): { destroy: () => void } {
  const { connection } = client as unknown as { connection: { stream: { destroy: () => void } } }
  return connection.stream
}
