import 'server-only'
import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { ROLES } from '#lib/people/roles.ts'
import { database } from '#lib/server/db/client.ts'
import { parsedRows } from '#lib/server/db/parsed-rows.ts'
import type { Viewer } from '#lib/server/viewer.ts'
import { noteUse } from './note-use.ts'
import { hashSecret, isKeyShaped, isSameHash } from './secrets.ts'

const keySchema = z.object({
  id: z.string(),
  name: z.string(),
  role: z.enum(ROLES),
  fundingSources: z.array(z.string()),
  keyHash: z.string(),
  previousKeyHash: z.string().nullable(),
  isUseNoted: z.boolean(),
})
type KeyRow = z.infer<typeof keySchema>

/**
 * Returns the integration that a key belongs to, and notes the use to the minute. Reads the database on every
 * call, so that a revocation takes effect at once.
 * @returns null for a key that is unknown, revoked, expired or replaced longer ago than its grace period
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

/**
 * Returns the integrations of these key hashes without noting a use; a key that no longer works has no entry.
 */
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
  return parsedRows(
    database(),
    sql`select id, name, role, funding_sources as "fundingSources", key_hash as "keyHash",
          case when previous_key_ends_at > now() then previous_key_hash end as "previousKeyHash",
          last_used_at is not null and last_used_at > now() - interval '1 minute' as "isUseNoted"
        from integration
        where (key_hash = ${asked} or previous_key_hash = ${asked}) and revoked_at is null and expires_at > now()`,
    keySchema,
  )
}

/**
 * Compares hashes and rejects admins: no code makes an integration an admin, and a row that says so must not
 * grant access.
 */
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
