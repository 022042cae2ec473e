import 'server-only'
import { isDeepStrictEqual } from 'node:util'
import { type SQL, sql } from 'drizzle-orm'
import type { TrueRow } from '#lib/sandbox/truth.ts'
import { keptAggregates, levelsOfRow } from '#lib/testing/aggregate-oracle.ts'
import type { Mirror } from './mirror.ts'

type Hidden = { fundingSource: string | null; currency: string | null }
type Stored = Hidden & { id: string; raw: unknown }

/** Converts a record to its stored form: numbers with a fraction become text. */
function asKept(record: unknown): Record<string, unknown> {
  return JSON.parse(
    JSON.stringify(record, (_, value: unknown) =>
      typeof value === 'number' && !Number.isInteger(value) ? String(value) : value,
    ),
  )
}

const columns = sql`id, raw, funding_source as "fundingSource", currency`
const ofInvoices = (source: string) =>
  sql`select ${columns} from invoice where source = ${source} and gone_at is null order by id`

/**
 * Lists every difference between the mirror and the upstream, one line per field, and per missing, surplus or
 * doubled row.
 */
export async function differences({ sandbox: { truth }, select }: Mirror): Promise<string[]> {
  const compare = async (name: string, statement: SQL, rows: TrueRow[], known: (row: Hidden) => object) => {
    const stored = await select<Stored>(statement)
    const byId = new Map(stored.map((row) => [row.id, row]))
    const lines = rows.flatMap((row) => {
      const found = byId.get(row.id)
      byId.delete(row.id)
      if (!found) return [`${name} ${row.id} is not mirrored`]
      const wanted: Record<string, unknown> = { ...asKept(row.row), ...known(row) }
      const mirrored: Record<string, unknown> = { ...asKept(found.raw), ...known(found) }
      const names = new Set([...Object.keys(wanted), ...Object.keys(mirrored)])
      const other = [...names].filter((field) => !isDeepStrictEqual(mirrored[field], wanted[field]))
      return other.map(
        (field) =>
          `${name} ${row.id}: ${field} is ${JSON.stringify(mirrored[field])}, not ${JSON.stringify(wanted[field])}`,
      )
    })
    const surplus = [...byId.keys()].map((id) => `${name} ${id} is no longer upstream`)
    const doubled = stored.length - new Set(stored.map(({ id }) => id)).size
    return [...lines, ...surplus, ...(doubled > 0 ? [`${doubled} ${name} are doubled`] : [])]
  }
  const hidden = ({ fundingSource, currency }: Hidden) => ({ fundingSource, currency })
  const label = ({ fundingSource }: Hidden) => ({ fundingSource })
  const periods = sql`select ${columns} from billing_period where gone_at is null order by id`
  return [
    ...(await compare('billing period', periods, truth.billingPeriods(), hidden)),
    ...(await compare('invoice', ofInvoices('hello-tractor'), truth.invoices(), hidden)),
    ...(await compare('payment link', ofInvoices('payment-links'), truth.paymentLinks(), label)),
    ...(await compare('client invoice', ofInvoices('client-invoices'), truth.clientInvoices(), () => ({}))),
  ]
}

/**
 * Returns what contradicts itself in the mirror: aggregates, windows and history that disagree with their
 * rows.
 */
export async function contradictions({ select }: Mirror): Promise<unknown[]> {
  const sums = sql`select 'aggregate' as of, level, day, currency, funding_source from (
      select level, day, currency, levels.funding_source, 1 as count, coalesce(amount, 0) as amount
      from (select currency, amount, start_date as own_day, funding_source as own_fund from billing_period
        where gone_at is null) as listed, lateral ${levelsOfRow('billing_period')}
      union all select level, day, currency, funding_source, -count, -amount
      from (${keptAggregates('billing_period')}) as kept
    ) as both_ways group by 2, 3, 4, 5 having sum(count) <> 0 or sum(amount) <> 0`
  const windows = sql`select 'window' as of, source, from_day, state, error_code from sync_window as w
    where state <> 'complete' or error_code is not null or leased_by is not null
      or (resource = 'billing-periods' and rows <> (
        select count(*) from billing_period where window_from = w.from_day and gone_at is null))
      or (source = 'client-invoices' and rows <> (select count(*) from invoice
        where source = 'client-invoices' and window_from = w.from_day and gone_at is null))`
  const history = sql`with entries as (
      select id, status, entry, lag(status) over own as former, lead(entry) over own as later
      from row_history where resource = 'billing-periods' window own as (partition by id order by entry)
    ) select 'history' as of, entries.id from entries join billing_period using (id)
    where (former is not null and entries.status is not distinct from former)
      or (later is null and entries.status is distinct from billing_period.status)`
  return [...(await select(sums)), ...(await select(windows)), ...(await select(history))]
}
