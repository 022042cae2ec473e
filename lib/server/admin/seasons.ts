import 'server-only'
import { randomUUID } from 'node:crypto'
import { type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { RemoveSeasonBody, SetSeasonBody } from '#lib/admin/bodies.ts'
import type { SeasonAnswer } from '#lib/admin/schema.ts'
import { isOverlapping } from '#lib/collections/season.ts'
import { changedMeanwhile, invalidParameter, notFound } from '#lib/errors.ts'
import type { AuditEntry } from '#lib/server/audit/record.ts'
import { type Executor, setActScope } from '#lib/server/db/client.ts'
import { fingerprint } from '#lib/server/db/fingerprint.ts'
import { instantText } from '#lib/server/db/instant-text.ts'
import { parsedRows } from '#lib/server/db/parsed-rows.ts'
import { anyOf } from '#lib/server/lists/predicates.ts'
import type { RequestContext } from '#lib/server/viewer.ts'
import { administer } from './administering.ts'
import { canBeSet } from './funding-sources.ts'

const storedSchema = z.object({
  id: z.string(),
  fundingSource: z.string(),
  name: z.string(),
  firstMonth: z.int(),
  lastMonth: z.int(),
  setAt: z.string(),
  setBy: z.string(),
  version: z.string(),
})
type Stored = z.infer<typeof storedSchema>

/** Reads the seasons that match a condition, by funding source and first month. */
export function readStoredSeasons(tx: Executor, where: SQL): Promise<Stored[]> {
  return parsedRows(
    tx,
    sql`select id, funding_source as "fundingSource", name, first_month as "firstMonth", last_month as "lastMonth",
          ${instantText(sql`set_at`)} as "setAt", set_by as "setBy",
          ${fingerprint(sql`row(name, first_month, last_month, set_at, set_by)::text`)} as version
        from season where ${where} order by funding_source collate "C", first_month, id`,
    storedSchema,
  )
}

/**
 * Sets or changes a season of a funding source.
 * @throws RequestError 403 for anyone but an admin, 404 for a funding source that nothing names or a season that is
 * gone, 400 for months of another of its seasons, 409 if the season was changed meanwhile
 */
export function setSeason(acting: RequestContext, body: SetSeasonBody): Promise<SeasonAnswer> {
  return administer(acting, async (tx) => {
    await setActScope(tx, { fundingSources: 'all' })
    const { fundingSource, name, firstMonth, lastMonth } = body
    const former = body.id === null ? null : await lockSeason(tx, { ...body, id: body.id })
    if (!former && !(await canBeSet(tx, fundingSource))) throw notFound('funding source')
    await refuseOverlap(tx, body)
    const id = former?.id ?? randomUUID()
    await tx.execute(sql`
      insert into season (id, funding_source, name, first_month, last_month, set_at, set_by)
      values (${id}, ${fundingSource}, ${name}, ${firstMonth}, ${lastMonth}, clock_timestamp(), ${acting.viewer.name})
      on conflict (id) do update set name = excluded.name, first_month = excluded.first_month,
        last_month = excluded.last_month, set_at = excluded.set_at, set_by = excluded.set_by`)
    const [season = null] = await readStoredSeasons(tx, sql`id = ${id}`)
    return { result: { season }, audit: auditOf('season.set', fundingSource, { season, former }) }
  })
}

/**
 * Removes a season of a funding source.
 * @throws RequestError 403 for anyone but an admin, 404 where it is gone, 409 if it was changed meanwhile
 */
export function removeSeason(acting: RequestContext, body: RemoveSeasonBody): Promise<SeasonAnswer> {
  return administer(acting, async (tx) => {
    await setActScope(tx, { fundingSources: 'all' })
    const former = await lockSeason(tx, body)
    await tx.execute(sql`delete from season where id = ${former.id}`)
    const audit = auditOf('season.remove', former.fundingSource, { season: null, former })
    return { result: { season: null }, audit }
  })
}

function auditOf(
  action: string,
  name: string,
  { season, former }: { season: Stored | null; former: Stored | null },
): Pick<AuditEntry, 'action' | 'subject' | 'details'> {
  const details = {
    name,
    season: season?.name ?? null,
    firstMonth: season?.firstMonth ?? null,
    lastMonth: season?.lastMonth ?? null,
    formerSeason: former?.name ?? null,
    formerFirstMonth: former?.firstMonth ?? null,
    formerLastMonth: former?.lastMonth ?? null,
  }
  return { action, subject: `funding_source:${name}`, details }
}

/** Reads a season as the admin saw it. Acts run one at a time, so nothing changes it before the act is stored. */
async function lockSeason(
  tx: Executor,
  { id, fundingSource, version }: Pick<RemoveSeasonBody, 'id' | 'fundingSource' | 'version'>,
): Promise<Stored> {
  const where = sql`id = ${id} and ${anyOf(sql`funding_source`, [fundingSource])}`
  const [found] = await readStoredSeasons(tx, where)
  if (!found) throw notFound('season')
  if (found.version !== version) throw changedMeanwhile(`The season ${found.name}`)
  return found
}

async function refuseOverlap(tx: Executor, wanted: SetSeasonBody): Promise<void> {
  const stored = await readStoredSeasons(tx, sql`${anyOf(sql`funding_source`, [wanted.fundingSource])}`)
  const other = stored.find(({ id, ...season }) => id !== wanted.id && isOverlapping(season, wanted))
  if (!other) return
  const fault = { code: 'season_overlaps', values: { name: other.name } } as const
  throw invalidParameter('firstMonth', `the months overlap with the season ${other.name}`, fault)
}
