import 'server-only'
import { hash } from 'node:crypto'
import { type SQL, sql } from 'drizzle-orm'
import { PgDialect } from 'drizzle-orm/pg-core'
import type { Day } from '#lib/calendar-date.ts'
import type { Database } from '#lib/server/db/client.ts'
import type { Awaited } from '#lib/server/sync/attribution.ts'
import { tableOf } from '#lib/server/sync/tables.ts'
import {
  AGES_OF_ROWS,
  KEPT_AGES,
  KEPT_UNPAID,
  keptAggregates,
  levelsOfRow,
  UNPAID_OF_ROWS,
} from '#lib/testing/aggregate-oracle.ts'
import type { WindowReason } from '#lib/window-reasons.ts'
import type { Nature } from './world.ts'

/** A mirrored row by column name. Money is text, and `xmin` shows whether the row was written. */
export type StateRow = Readonly<Record<string, unknown>> & {
  id: string
  xmin: string
  amount: string | null
  currency: string | null
  funding_source: string | null
  assignment: string
  window_from: string | null
  missing_since: string | null
  gone_at: string | null
  first_seen_at: string
  changed_at: string
  recorded_from: string | null
  source_updated_at?: string | null
}
export type StateWindow = {
  from_day: string
  to_day: string | null
  state: string
  rows: number
  upstream_count: number | null
  last_run_at: string | null
  last_complete_at: string | null
  unsettled: number
  reasons: readonly WindowReason[] | null
  attribution_faults: readonly WindowReason[] | null
  error_code: string | null
  failures: number
}
export type HistoryLine = {
  entry: number
  id: string
  status: string | null
  previous_seen_at: string | null
  seen_at: string
}
/** A former version of a row, by column name. Money is text. */
export type StateVersion = Readonly<Record<string, unknown>> & {
  id: string
  recorded_from: string | null
  recorded_to: string
  previous_seen_at: string
  seen_at: string
}

/** The figures of a contract by column name, with money as text. */
export type StateContract = Readonly<Record<string, unknown>>

/** An entry of the log of standings. `until` is null while it holds. */
export type StateStanding = {
  contract: string
  currency: string | null
  fundingSource: string | null
  standing: string
  since: Day
  until: Day | null
}

/** Everything that readers can see, in one snapshot. */
export type State = {
  version: number
  rows: readonly StateRow[]
  aggregates: readonly string[]
  /** What the aggregates must be, computed by PostgreSQL from the rows. */
  sums: readonly string[]
  history: readonly HistoryLine[]
  /** The figures of each contract, and the day for which they hold; null before there are any. */
  contracts: readonly StateContract[]
  contractsDay: Day | null
  /** Names of contracts that must be computed again; '' for the periods without one. */
  pendingContracts: readonly string[]
  /** What each contract was on each day. */
  standings: readonly StateStanding[]
  /** In order of time. */
  versions: readonly StateVersion[]
  windows: readonly StateWindow[]
  /** For each window, the number of rows that came with other content under an equal version. */
  equalVersions: readonly number[]
  /** Doubts about funding sources, as the windows store them. */
  doubts: readonly [string, { awaited: Readonly<Record<string, Awaited>> }][]
}

export const EMPTY: State = {
  version: 1,
  rows: [],
  aggregates: [],
  sums: [],
  history: [],
  contracts: [],
  contractsDay: null,
  pendingContracts: [],
  standings: [],
  versions: [],
  windows: [],
  equalVersions: [],
  doubts: [],
}

type Prepared = { name: string; text: string; values: unknown[] }

const statements = new Map<string, Prepared>()

/** The one statement that reads a list's state, built once and prepared once per connection for speed. */
function stateStatement(nature: Nature): Prepared {
  const name = `state of ${nature.source} ${nature.resource}`
  const known = statements.get(name)
  if (known !== undefined) return known
  const { sql: text, params: values } = new PgDialect().sqlToQuery(stateQuery(nature))
  const made = { name, text, values }
  statements.set(name, made)
  return made
}

/** Reads a list's state in one statement, so that all parts belong to one snapshot. */
export async function readState(db: Database, nature: Nature): Promise<State> {
  const { rows } = await db.$client.query<{ state: State }>(stateStatement(nature))
  const [found] = rows
  if (!found) throw new Error('PostgreSQL gave no state')
  return found.state
}

/**
 * Hashes a state. Equal for states that read the same: row versions and entry numbers only show how much was
 * written before.
 */
export function fingerprint({ version, rows, aggregates, contracts, history, versions }: State): string {
  const listed = rows.map(({ xmin: _, ...row }) => row)
  const lines = history.map(({ entry: _, ...line }) => line)
  return fingerprintOf(JSON.stringify([version, listed, aggregates, contracts, lines, versions]))
}

/** Hashes a text to 12 hexadecimal digits. */
export function fingerprintOf(text: string): string {
  return hash('sha256', text).slice(0, 12)
}

const CONTRACTS = sql`(select coalesce(json_agg(json_build_object('contract', contract, 'currency', currency,
    'fundingSource', funding_source, 'periods', periods, 'drafts', drafts, 'others', others,
    'unknownAmounts', unknown_amounts, 'billed', trim_scale(billed)::text, 'collected', trim_scale(collected)::text,
    'failed', trim_scale(failed)::text, 'inFlight', trim_scale(in_flight)::text,
    'outstanding', trim_scale(outstanding)::text, 'freshFailed', trim_scale(fresh_failed)::text,
    'unpaid', unpaid, 'unpaidUndated', unpaid_undated, 'weeksBehind', weeks_behind,
    'oldestUnpaid', oldest_unpaid, 'firstBilled', first_billed, 'lastBilled', last_billed,
    'lastPaid', last_paid) order by id), '[]') from contract)`

function stateQuery({ source, resource }: Nature): SQL {
  const { table, versions, dayColumn, groups } = tableOf(resource)
  const [name, day] = [table, dayColumn].map((word) => sql.raw(word))
  const names = sql.raw(Object.keys(groups).join(', '))
  const folds = sql.join(
    Object.entries(groups).map(([column, fold]) => sql`${fold} as ${sql.raw(column)}`),
    sql`, `,
  )
  const line = (amount: SQL, count: SQL, unknown: SQL) =>
    sql`concat_ws(' | ', level, coalesce(day::text, '-'), coalesce(currency, '-'), coalesce(funding_source, '-'), ${names},
      ${count}, trim_scale(${amount}), ${unknown})`
  const ofPeriods = (...lines: SQL[]) =>
    table === 'billing_period' ? sql.join(lines.map((each) => sql` union all (${each})`)) : sql``
  return sql`select json_build_object(
      'version', (select version from mirror_state),
      'rows', (select coalesce(json_agg(to_jsonb(t) - 'search_text'
        || jsonb_build_object('xmin', t.xmin::text, 'amount', t.amount::text) order by id), '[]') from ${name} t),
      'aggregates', (select coalesce(json_agg(line order by line), '[]') from (
        select ${line(sql`amount`, sql`count`, sql`unknown_amounts`)} as line
        from (${keptAggregates(table)}) as kept${ofPeriods(KEPT_UNPAID, KEPT_AGES)}) as lines),
      'sums', (select coalesce(json_agg(line order by line), '[]') from (
        select ${line(sql`coalesce(sum(amount), 0)`, sql`count(*)`, sql`count(*) filter (where amount is null)`)} as line
        from (select currency, amount, ${day} as own_day, funding_source as own_fund, ${folds} from ${name}
          where gone_at is null) as listed, lateral ${levelsOfRow(table)}
        group by level, day, currency, funding_source, ${names}${ofPeriods(UNPAID_OF_ROWS, AGES_OF_ROWS)}) as lines),
      'history', (select coalesce(json_agg(h order by entry), '[]') from row_history h),
      'contracts', ${table === 'billing_period' ? CONTRACTS : sql`'[]'::json`},
      'contractsDay', (select value->>'day' from source_fact where fact = 'contracts'),
      'pendingContracts', (select coalesce(json_agg(name), '[]') from contract_pending),
      'standings', (select coalesce(json_agg(json_build_object('contract', contract, 'currency', currency,
        'fundingSource', funding_source, 'standing', standing, 'since', since,
        'until', nullif(until, 'infinity')) order by contract_id, since), '[]') from contract_standing),
      'versions', (select coalesce(json_agg(to_jsonb(v) || jsonb_build_object('amount', v.amount::text)
        order by recorded_to, id), '[]') from ${sql.raw(versions)} v),
      'windows', (select coalesce(json_agg(w order by from_day), '[]') from sync_window w
        where source = ${source} and resource = ${resource}),
      'equalVersions', (select coalesce(json_agg(value->'rows'), '[]') from source_fact
        where source = ${source} and resource = ${resource} and fact like 'equal\\_version:%'),
      'doubts', (select coalesce(json_agg(json_build_array(fact, value) order by fact), '[]') from source_fact
        where source = ${source} and resource = ${resource} and fact like 'attribution:%')) as state`
}
