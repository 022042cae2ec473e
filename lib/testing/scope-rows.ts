import 'server-only'
import { sql } from 'drizzle-orm'
import { type Database, rows } from '#lib/server/db/client.ts'
import { writePause } from '#lib/server/db/pauses.ts'
import { SOURCES } from '#lib/sources.ts'
import { anInvoice, period, putInvoices, putPeriods } from './rows.ts'
import type { Asked } from './scope-asked.ts'
import { putHistory, putInvoiceVersions, STORED } from './scope-past.ts'

const STATUSES = ['PAYMENT_COMPLETE', 'PENDING', 'PAYMENT_FAILED']
const OWNERS = ['AGRI-1', 'AGRI-2', 'Heifer', null, 'ambiguous'] as const
/** Rows of each owner; the last one is gone. */
const OF_EACH = 3

/**
 * Stores rows of three funding sources, of none and of more than one, in every list; contracts have rows of
 * all of them. Pauses every source, so that a live read in scope fails with `source_paused`, and one out of
 * scope with `not_found`.
 * @returns every id.
 */
export async function putScopedRows(db: Database): Promise<Asked> {
  const made = OWNERS.flatMap((owner, at) =>
    Array.from({ length: OF_EACH }, (_, nth) => ({
      id: String(1000 + at * OF_EACH + nth),
      currency: nth % 2 === 0 ? 'NGN' : 'KES',
      amount: String((at + 1) * 1000 + nth),
      goneAt: nth === OF_EACH - 1 ? '2026-03-05T00:00:00Z' : null,
      fundingSource: owner === 'ambiguous' ? null : owner,
      assignment: owner === null ? 'unassigned' : owner === 'ambiguous' ? 'ambiguous' : 'filter',
      nth,
    })),
  )
  const periods = made.map(({ nth, ...row }) => ({
    ...row,
    startDate: `2026-03-0${nth + 1}`,
    endDate: `2026-03-1${nth}`,
    contract: `Contract ${nth}`,
    status: STATUSES[nth % 3] ?? null,
  }))
  await putPeriods(
    db,
    periods.map((row) => period(row.id, { ...row, recordedFrom: STORED.third })),
  )
  await putHistory(db, periods)
  await db.execute(sql`
    insert into collected_age (week, since_age, age, currency, funding_source, count, amount, unknown_amounts, changes)
    select '2026-03-02', 0, 0, currency, funding_source, 1, amount, 0, 0 from billing_period where gone_at is null`)
  await putInvoices(
    db,
    SOURCES.flatMap((source) =>
      made.map(({ nth, ...row }) => {
        const words = { number: `Number ${nth}`, customer: `Customer ${row.id}`, siteRef: `Site ${row.id}` }
        const kinds = { state: 'paid', funnelState: 'paid', invoiceType: `Type ${row.id}` }
        const issuedOn = `2026-03-0${nth + 1}`
        return anInvoice(source, row.id, { ...row, ...words, ...kinds, issuedOn, recordedFrom: STORED.third })
      }),
    ),
  )
  await putInvoiceVersions(
    db,
    made.map(({ nth, ...row }) => ({ ...row, number: `Number ${nth}`, issuedOn: `2026-03-0${nth + 1}` })),
  )
  for (const source of SOURCES) await writePause(db, { source, since: '2026-03-05T00:00:00Z', by: null })
  await putStandings(db)
  await db.execute(sql`insert into collection_target (funding_source, currency, percent, set_at, set_by)
    select distinct funding_source, 'NGN', 80, now(), 'Ada' from billing_period where funding_source is not null`)
  await db.execute(sql`insert into season (id, funding_source, name, first_month, last_month, set_at, set_by)
    select 'season ' || funding_source, funding_source, 'Wet', 4, 9, now(), 'Ada'
    from (select distinct funding_source from billing_period where funding_source is not null) as named`)
  await db.execute(sql`insert into row_note (source, resource, id, text, done, changed_at, changed_by)
    select 'hello-tractor', 'billing-periods', id, 'Call ' || id, false, now(), 'Ada' from billing_period
    union all select source, 'invoices', id, 'Call ' || id, true, now(), 'Ada' from invoice`)
  const ids = made.map(({ id }) => id)
  const contracts = await rows<Asked['contracts'][number]>(
    db,
    sql`select id, contract, currency, funding_source as "fundingSource" from contract order by id`,
  )
  return {
    periods: ids,
    contracts,
    invoices: { 'hello-tractor': ids, 'payment-links': ids, 'client-invoices': ids },
  }
}

/** Two weeks behind for every contract four weeks ago, and for one of each funding source that is gone since. */
async function putStandings(db: Database): Promise<void> {
  const columns = sql`contract_id, contract, currency, funding_source, standing, since, until`
  await db.execute(sql`insert into contract_standing (${columns})
    select id, contract, currency, funding_source, '2', '2020-01-01'::date, 'infinity'::date from contract
      where contract is not null
    union all select 'gone ' || id, 'Gone', currency, funding_source, '2', '2020-01-01', '2100-01-01' from contract
    union all select 'gone ' || id, 'Gone', currency, funding_source, 'gone', '2100-01-01', 'infinity' from contract`)
  await db.execute(sql`update contract set standing_before = '2' where contract is not null`)
  await db.execute(sql`update source_fact set value = value || '{"days": [["2020-01-01", "2020-01-01"]]}'
    where fact = 'contracts'`)
}
