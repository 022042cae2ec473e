import 'server-only'
import { sql } from 'drizzle-orm'
import type { Role } from '#lib/people/roles.ts'
import { database, rows } from '../db/client.ts'
import { noteUse } from './note-use.ts'
import { hashSecret, isKeyShaped, isSameHash } from './secrets.ts'
import type { Viewer } from './viewer.ts'

type KeyRow = {
  id: string
  name: string
  role: Role
  fundingSources: string[]
  keyHash: string
  previousKeyHash: string | null
  isUseNoted: boolean
}

/**
 * The integration whose key this is, and notes its use to the minute. Null for a key that is unknown, revoked, past its
 * end or replaced longer ago than its grace; read from the database every time, so that a revocation holds at once.
 */
export async function viewerOfKey(key: string): Promise<Viewer | null> {
  if (!isKeyShaped(key)) return null
  const hash = hashSecret(key)
  const [found] = await rows<KeyRow>(
    database(),
    sql`select id, name, role, funding_sources as "fundingSources", key_hash as "keyHash",
          case when previous_key_ends_at > now() then previous_key_hash end as "previousKeyHash",
          last_used_at is not null and last_used_at > now() - interval '1 minute' as "isUseNoted"
        from integration
        where (key_hash = ${hash} or previous_key_hash = ${hash}) and revoked_at is null and expires_at > now()`,
  )
  if (!found || !(isSameHash(found.keyHash, hash) || isSameHash(found.previousKeyHash, hash))) return null
  // Nothing makes such a row; were one there, it would still be no way to administer.
  if (found.role === 'admin') return null
  if (!found.isUseNoted)
    await noteUse(
      sql`update integration set last_used_at = date_trunc('minute', now()) where id = ${found.id}`,
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
