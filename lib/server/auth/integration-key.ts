import 'server-only'
import { sql } from 'drizzle-orm'
import type { Role } from '#lib/people/roles.ts'
import { database, rows } from '#lib/server/db/client.ts'
import type { Viewer } from '#lib/server/viewer.ts'
import { noteUse } from './note-use.ts'
import { hashSecret, isKeyShaped, isSameHash } from './secrets.ts'

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
  const found = (await readKeys([hash])).find((row) => fits(row, hash))
  if (!found) return null
  if (!found.isUseNoted)
    await noteUse(
      sql`update integration set last_used_at = date_trunc('minute', now()) where id = ${found.id}`,
    )
  return toViewer(found)
}

/** The integrations whose keys have these hashes, without noting a use: keys that no longer work have none. */
export async function viewersOfKeys(hashes: readonly string[]): Promise<Map<string, Viewer>> {
  const found = await readKeys(hashes)
  return new Map(
    hashes.flatMap((hash) => {
      const row = found.find((one) => fits(one, hash))
      return row ? [[hash, toViewer(row)] as const] : []
    }),
  )
}

function readKeys(hashes: readonly string[]): Promise<KeyRow[]> {
  const asked = sql`any(${sql.param([...hashes])}::text[])`
  return rows<KeyRow>(
    database(),
    sql`select id, name, role, funding_sources as "fundingSources", key_hash as "keyHash",
          case when previous_key_ends_at > now() then previous_key_hash end as "previousKeyHash",
          last_used_at is not null and last_used_at > now() - interval '1 minute' as "isUseNoted"
        from integration
        where (key_hash = ${asked} or previous_key_hash = ${asked}) and revoked_at is null and expires_at > now()`,
  )
}

/** Nothing makes an integration an admin; such a row would still be no way to administer. */
function fits({ keyHash, previousKeyHash, role }: KeyRow, hash: string): boolean {
  return (isSameHash(keyHash, hash) || isSameHash(previousKeyHash, hash)) && role !== 'admin'
}

function toViewer({ id, name, role, fundingSources }: KeyRow): Viewer {
  return {
    kind: 'integration',
    id,
    name,
    role,
    fundingSources: role === 'financier' ? fundingSources : 'all',
  }
}
