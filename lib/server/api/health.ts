import 'server-only'
import { z } from 'zod'
import { RequestError } from '#lib/errors.ts'
import { database, query } from '#lib/server/db/client.ts'
import journal from '#lib/server/db/migrations/meta/_journal.json' with { type: 'json' }

export const healthSchema = z.object({ status: z.literal('ok') })

/** Answers as long as the process runs. */
export async function isLive(): Promise<z.infer<typeof healthSchema>> {
  return { status: 'ok' }
}

/**
 * Answers once the database is reachable and has this release's schema.
 * @throws RequestError 503 `not_ready` for a missing or older schema; the database's error if it is
 * unreachable
 */
export async function isReady(): Promise<z.infer<typeof healthSchema>> {
  const wanted = Math.max(...journal.entries.map((entry) => entry.when))
  const [known] = await query<{ isThere: boolean }>(database())`
    select to_regclass('drizzle.__drizzle_migrations') is not null as "isThere"`
  if (!known?.isThere) throw notReady()
  const [latest] = await query<{ at: string | null }>(database())`
    select max(created_at)::text as at from drizzle.__drizzle_migrations`
  if (Number(latest?.at ?? 0) < wanted) throw notReady()
  return { status: 'ok' }
}

function notReady(): RequestError {
  return new RequestError(503, 'not_ready', 'The data store does not have the schema of this release yet.')
}
