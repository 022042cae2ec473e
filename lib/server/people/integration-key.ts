import 'server-only'
import { createHash } from 'node:crypto'
import { sql } from 'drizzle-orm'
import type { Role } from '#lib/people/roles.ts'
import { database, rows } from '../db/client.ts'
import type { Viewer } from './viewer.ts'

type KeyRow = { id: string; name: string; role: Role; fundingSources: string[] }

/** The integration whose key this is, and notes its use; null for a key that is unknown, revoked or past its end. */
export async function viewerOfKey(key: string): Promise<Viewer | null> {
  const hash = createHash('sha256').update(key).digest('hex')
  const [found] = await rows<KeyRow>(
    database(),
    sql`select id, name, role, funding_sources as "fundingSources" from integration
        where (key_hash = ${hash} or (previous_key_hash = ${hash} and previous_key_ends_at > now()))
          and revoked_at is null and expires_at > now()`,
  )
  if (!found) return null
  await database().execute(
    sql`update integration set last_used_at = now()
        where id = ${found.id} and (last_used_at is null or last_used_at < now() - interval '1 minute')`,
  )
  const { id, name, role, fundingSources } = found
  return {
    kind: 'integration',
    id,
    name,
    role,
    fundingSources: role === 'financier' ? fundingSources : 'all',
  }
}
