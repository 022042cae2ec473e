import 'server-only'
import { type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { RemoveTargetBody, SetTargetBody } from '#lib/admin/bodies.ts'
import type { TargetAnswer } from '#lib/admin/schema.ts'
import { changedMeanwhile, notFound } from '#lib/errors.ts'
import { type Executor, setActScope } from '#lib/server/db/client.ts'
import { fingerprint } from '#lib/server/db/fingerprint.ts'
import { instantText } from '#lib/server/db/instant-text.ts'
import { parsedRows } from '#lib/server/db/parsed-rows.ts'
import { anyOf } from '#lib/server/lists/predicates.ts'
import type { RequestContext } from '#lib/server/viewer.ts'
import { administer } from './administering.ts'
import { canBeSet } from './funding-sources.ts'

const storedSchema = z.object({
  fundingSource: z.string(),
  currency: z.string(),
  percent: z.string(),
  setAt: z.string(),
  setBy: z.string(),
  version: z.string(),
})
type Stored = z.infer<typeof storedSchema>

/** Reads the targets that match a condition, by funding source and currency. */
export function readStoredTargets(tx: Executor, where: SQL): Promise<Stored[]> {
  return parsedRows(
    tx,
    sql`select funding_source as "fundingSource", currency, trim_scale(percent)::text as percent,
          ${instantText(sql`set_at`)} as "setAt", set_by as "setBy",
          ${fingerprint(sql`row(percent, set_at, set_by)::text`)} as version
        from collection_target where ${where}
        order by funding_source collate "C", currency collate "C"`,
    storedSchema,
  )
}

/**
 * Sets or changes the target of a funding source in a currency.
 * @throws RequestError 403 for anyone but an admin, 404 for a funding source that nothing names, 409 if the target was
 * set, changed or removed meanwhile
 */
export function setTarget(
  acting: RequestContext,
  { fundingSource, currency, percent, version }: SetTargetBody,
): Promise<TargetAnswer> {
  return administer(acting, async (tx) => {
    await setActScope(tx, { fundingSources: 'all' })
    const former = await lockTarget(tx, { fundingSource, currency, version })
    if (!former && !(await canBeSet(tx, fundingSource))) throw notFound('funding source')
    await tx.execute(sql`
      insert into collection_target (funding_source, currency, percent, set_at, set_by)
      values (${fundingSource}, ${currency}, ${percent}::numeric, clock_timestamp(), ${acting.viewer.name})
      on conflict (funding_source, currency) do update
        set percent = excluded.percent, set_at = excluded.set_at, set_by = excluded.set_by`)
    const target = await readTarget(tx, { fundingSource, currency })
    return {
      result: { target },
      audit: {
        action: 'target.set',
        subject: `funding_source:${fundingSource}`,
        details: {
          name: fundingSource,
          currency,
          percent: target?.percent ?? null,
          formerPercent: former?.percent ?? null,
        },
      },
    }
  })
}

/**
 * Removes the target of a funding source in a currency.
 * @throws RequestError 403 for anyone but an admin, 404 where there is none, 409 if it was changed meanwhile
 */
export function removeTarget(
  acting: RequestContext,
  { fundingSource, currency, version }: RemoveTargetBody,
): Promise<TargetAnswer> {
  return administer(acting, async (tx) => {
    await setActScope(tx, { fundingSources: 'all' })
    const former = await lockTarget(tx, { fundingSource, currency, version })
    if (!former) throw notFound('target')
    await tx.execute(sql`delete from collection_target where ${isTarget({ fundingSource, currency })}`)
    return {
      result: { target: null },
      audit: {
        action: 'target.remove',
        subject: `funding_source:${fundingSource}`,
        details: { name: fundingSource, currency, percent: null, formerPercent: former.percent },
      },
    }
  })
}

type Key = { fundingSource: string; currency: string }

function isTarget({ fundingSource, currency }: Key): SQL {
  return sql`${anyOf(sql`funding_source`, [fundingSource])} and ${anyOf(sql`currency`, [currency])}`
}

async function readTarget(tx: Executor, key: Key): Promise<Stored | null> {
  const [found] = await readStoredTargets(tx, isTarget(key))
  return found ?? null
}

/**
 * Reads a target as the admin saw it. Acts run one at a time, so nothing changes it before the act is stored.
 * @param key its version is empty where the admin saw none
 */
async function lockTarget(tx: Executor, key: Key & { version: string }): Promise<Stored | null> {
  const found = await readTarget(tx, key)
  if ((found?.version ?? '') !== key.version)
    throw changedMeanwhile(`The target of ${key.fundingSource} in ${key.currency}`)
  return found
}
