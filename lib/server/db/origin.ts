import 'server-only'
import { sql } from 'drizzle-orm'
import { SOURCE_LABELS, SOURCES, type Source } from '#lib/sources/sources.ts'
import type { Env } from '../env.ts'
import { type Database, rows } from './client.ts'

/** A source now has another address than the one this database mirrors; the message names the fix. */
export class OriginError extends Error {
  override name = 'OriginError'
}

const WHOLE_SOURCE = 'all'

/**
 * Makes sure that every configured source still is the one this database mirrors; a source met for the first time is
 * remembered. Throws OriginError when one changed: rows of two origins must never stand side by side.
 */
export async function checkOrigins(db: Database, env: Env): Promise<void> {
  const known = await rows<{ source: Source; origin: string }>(
    db,
    sql`select source, value->>'origin' as origin from source_fact where fact = 'origin'`,
  )
  const changed = currentOrigins(env).filter(({ source, origin }) =>
    known.some((entry) => entry.source === source && entry.origin !== origin),
  )
  if (changed.length > 0) {
    const lines = changed.map(({ source, origin }) => {
      const former = known.find((entry) => entry.source === source)?.origin
      return `  ${SOURCE_LABELS[source]}: mirrored from ${former}, now configured as ${origin}`
    })
    throw new OriginError(
      `This database mirrors another origin:\n${lines.join('\n')}\nUse a new DATA_DIR or database for the new origin; or, if it is the same data at a new address, run: npm run sync -- --adopt`,
    )
  }
  for (const { source, origin } of currentOrigins(env)) await remember(db, source, origin, 'do nothing')
}

/** Declares the configured addresses to be the same data as mirrored so far, e.g. after an upstream moved. */
export async function adoptOrigins(db: Database, env: Env): Promise<void> {
  for (const { source, origin } of currentOrigins(env)) {
    await remember(db, source, origin, 'do update set value = excluded.value, at = excluded.at')
  }
}

async function remember(db: Database, source: Source, origin: string, onConflict: string): Promise<void> {
  await db.execute(sql`
    insert into source_fact (source, resource, fact, value, at)
    values (${source}, ${WHOLE_SOURCE}, 'origin', ${JSON.stringify({ origin })}::jsonb, now())
    on conflict (source, resource, fact) ${sql.raw(onConflict)}`)
}

/** Address and path of each configured source, without credentials; the sandbox is told by its seed and first day. */
function currentOrigins(env: Env): { source: Source; origin: string }[] {
  const sandbox = process.env.FURROW_SANDBOX_ORIGIN
  const { helloTractor, paymentLinks, clientInvoices } = env.upstreams
  const urls: Record<Source, string | null> = {
    'hello-tractor': helloTractor?.baseUrl ?? null,
    'payment-links': paymentLinks && new URL(paymentLinks.path, paymentLinks.baseUrl).href,
    'client-invoices': clientInvoices?.baseUrl ?? null,
  }
  return SOURCES.flatMap((source) => {
    const url = urls[source]
    if (url === null) return []
    return [{ source, origin: env.sandbox && sandbox ? sandbox : withoutCredentials(url) }]
  })
}

function withoutCredentials(address: string): string {
  const url = new URL(address)
  return `${url.origin}${url.pathname.replace(/\/$/, '')}`
}
