import 'server-only'
import type { ClientBase } from 'pg'
import { connectClient } from '#lib/server/db/session.ts'
import type { Holder } from './configuration.ts'

/** Makes a holder of a connection: what it holds is free once the connection is closed or `letGo` was called. */
export function holderOf(client: ClientBase): Holder & { letGo(): Promise<void> } {
  return {
    hold: async (name) => {
      await client.query('select pg_advisory_lock_shared(hashtext($1))', [name])
    },
    // A pooler without a reset query keeps the session for its next client.
    letGo: async () => {
      await client.query('select pg_advisory_unlock_all()').catch(() => {})
    },
  }
}

/** Opens a holder with a separate connection; the caller closes it. */
export async function openHolder(url: string): Promise<Holder & { close(): Promise<void> }> {
  const client = await connectClient(url, 'sync', { applicationName: 'furrow sync' })
  const { hold, letGo } = holderOf(client)
  return { hold, close: () => letGo().then(() => client.end()) }
}
