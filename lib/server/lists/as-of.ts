import 'server-only'
import { getTableColumns, type SQL, sql } from 'drizzle-orm'
import { BILLING_STATUSES, OTHER_STATUS } from '#lib/billing-periods/status.ts'
import type { OpenDayRange } from '#lib/calendar-date.ts'
import { FUNNEL_STATES, INVOICE_STATES, OTHER_STATE } from '#lib/invoices/status.ts'
import { type Executor, query } from '#lib/server/db/client.ts'
import { SEARCHED } from '#lib/server/db/schema.ts'
import { billingPeriodVersion, invoiceVersion } from '#lib/server/db/schema-versions.ts'
import type { Viewer } from '#lib/server/viewer.ts'
import { type Aggregated, aggregates, type Level } from './aggregates.ts'
import { allOf, between, inScope, textArray } from './predicates.ts'

// What Furrow had at an instant is the rows that have not changed since, and the versions that held then.
// A version counts only if both it and its row of today are in the viewer's scope.

const KEYS: Record<Aggregated, readonly string[]> = { billing_period: ['id'], invoice: ['source', 'id'] }
/** Columns that a version has and its row lacks. */
const OF_VERSIONS = ['recorded_to', 'previous_seen_at', 'seen_at']
/** The columns of both. */
const COLUMNS: Record<Aggregated, readonly string[]> = {
  billing_period: sharedColumns(billingPeriodVersion),
  invoice: sharedColumns(invoiceVersion),
}

function sharedColumns(versions: typeof billingPeriodVersion | typeof invoiceVersion): string[] {
  const names = Object.values(getTableColumns(versions)).map(({ name }) => name)
  return names.filter((name) => !OF_VERSIONS.includes(name))
}

/** The condition for rows that have not changed since an instant. */
export function unchangedSince(at: string): SQL {
  return sql`(recorded_from is null or recorded_from <= ${at}::timestamptz)`
}

/** The condition for rows that are new or have changed since an instant. */
export function changedSince(at: string): SQL {
  return sql`recorded_from > ${at}::timestamptz`
}

/** The condition for versions that held at an instant. */
function heldAt(at: string): SQL {
  return sql`version.recorded_to > ${at}::timestamptz
    and (version.recorded_from is null or version.recorded_from <= ${at}::timestamptz)`
}

/** The condition for the row of a version, if the viewer may see the row today. */
function ownRow(of: Aggregated, viewer: Viewer): SQL {
  const isSame = sql.raw(KEYS[of].map((key) => `own.${key} = version.${key}`).join(' and '))
  return allOf([isSame, inScope(viewer, sql`own.funding_source`)])
}

/**
 * Returns a FROM source, named as the table, with the versions that held at an instant, of rows that are in the
 * viewer's scope today. The scope of then is the caller's condition, as it is for rows.
 */
export function formerRows(of: Aggregated, viewer: Viewer, at: string): SQL {
  const columns = sql.raw(COLUMNS[of].map((name) => `version.${name}`).join(', '))
  // Every version has a row. Without a scope PostgreSQL can leave an outer join out where no column of the row is used.
  const join = sql.raw(viewer.fundingSources === 'all' ? 'left join' : 'join')
  return sql`(select former.*, ${SEARCHED[of]} as search_text from (
      select ${columns}, own.first_seen_at from ${sql.raw(`${of}_version`)} as version
        ${join} ${sql.raw(of)} as own on ${ownRow(of, viewer)} where ${heldAt(at)}) as former) as ${sql.raw(of)}`
}

/**
 * Returns a FROM source, named as the table, with the versions that held at an instant, of rows that are outside the
 * viewer's scope today.
 */
function leftRows(of: Aggregated, viewer: Viewer, at: string): SQL {
  return sql`(select version.*, ${SEARCHED[of]} as search_text from ${sql.raw(`${of}_version`)} as version
      where ${heldAt(at)}
        and not exists (select from ${sql.raw(of)} as own where ${ownRow(of, viewer)})) as ${sql.raw(of)}`
}

/** The conditions of a list as of an instant: for rows that have not changed since, and for former versions. */
export type Sides = { unchanged: SQL; former: SQL }

/**
 * Returns a FROM source, named as the table, with the rows as of an instant. Former versions do not tell when a row
 * was last found changed.
 * @param each ends the SELECT of each side, e.g. with its order
 */
export function rowsAsOf(
  of: Aggregated,
  { viewer, at }: { viewer: Viewer; at: string },
  { unchanged, former }: Sides,
  each: SQL = sql``,
): SQL {
  const columns = sql.raw([...COLUMNS[of], 'first_seen_at', 'null::timestamptz as changed_at'].join(', '))
  return sql`((select ${columns} from ${sql.raw(of)} where ${unchangedSince(at)} and ${unchanged} ${each})
    union all (select ${columns} from ${formerRows(of, viewer, at)} where ${former} ${each})) as ${sql.raw(of)}`
}

const DAYS: Record<Aggregated, SQL> = { billing_period: sql`start_date`, invoice: sql`issued_on` }
/** SQL of the groups of the aggregates, as a row's columns give them. */
const GROUPS: Record<Aggregated, SQL> = {
  billing_period: sql`${among('status', BILLING_STATUSES, OTHER_STATUS)} as status`,
  invoice: sql`source, case when state is null then 'unknown' else ${among('state', INVOICE_STATES, OTHER_STATE)} end as state,
    ${among('funnel_state', FUNNEL_STATES, OTHER_STATE)} as funnel_state`,
}

function among(column: string, words: readonly string[], other: string): SQL {
  const name = sql.raw(column)
  return sql`case when ${name} = any(${textArray(words)}) then ${name} else ${other} end`
}

/**
 * Returns the aggregates as of an instant: those of today, less the rows that are new or changed since, plus the
 * versions that held then. Groups can add up to a count of zero.
 * @param where a condition on any column except `day`, the viewer's scope among them
 */
export function aggregatesAsOf(
  of: Aggregated,
  { viewer, at }: { viewer: Viewer; at: string },
  where: SQL,
  range: OpenDayRange,
  coarsest: Level = 'year',
): SQL {
  const part = (sign: SQL, from: SQL, only: SQL) => sql`
    select * from (
      select ${DAYS[of]} as day, currency, funding_source, ${sign} as count, ${sign} * coalesce(amount, 0) as amount,
        case when amount is null then ${sign} else 0 end as unknown_amounts, ${GROUPS[of]}
      from ${from} where gone_at is null and ${only} and ${between(DAYS[of], range.from, range.to) ?? sql`true`}) as part
    where ${where}`
  return sql`(select * from ${aggregates(of, where, range, coarsest)}
    union all ${part(sql`-1`, sql.raw(of), changedSince(at))}
    union all ${part(sql`1`, formerRows(of, viewer, at), sql`true`)}) as aggregates`
}

/**
 * Counts the rows that matched at an instant and have left the viewer's scope since.
 * @param where the condition for former versions
 */
export async function countLeft(
  tx: Executor,
  of: Aggregated,
  { viewer, at }: { viewer: Viewer; at: string },
  where: SQL,
): Promise<number> {
  if (viewer.fundingSources === 'all') return 0
  const [found] = await query<{ count: number }>(tx)`
    select count(*)::int as count from ${leftRows(of, viewer, at)} where ${where}`
  return found?.count ?? 0
}
