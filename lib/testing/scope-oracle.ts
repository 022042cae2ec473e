import 'server-only'
import { type SQL, sql } from 'drizzle-orm'
import { type Database, rows } from '#lib/server/db/client.ts'
import { writePause } from '#lib/server/db/pauses.ts'
import type { Viewer } from '#lib/server/viewer.ts'
import { SOURCES, type Source } from '#lib/sources.ts'
import { anInvoice, period, putInvoices, putPeriods } from './rows.ts'
import type { Asked, ScopeAnswers } from './scope-answers.ts'
import {
  expectedPast,
  firstOwner,
  firstOwnerSql,
  putHistory,
  putInvoiceVersions,
  type Select,
  STORED,
  scopeOf,
} from './scope-past.ts'

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

/** Computes what `scopeAnswers` must return for a viewer, from the rows themselves. */
export async function expectedAnswers(db: Database, viewer: Viewer): Promise<ScopeAnswers> {
  const select: Select = (statement) => rows(db, statement)
  const scope = scopeOf(viewer)
  const answers: ScopeAnswers = {
    ...(await figures(select, scope)),
    ...(await details(select, scope, viewer)),
    ...(await contracts(select, scope)),
  }
  Object.assign(answers, await expectedPast(select, viewer))
  const listed = sql`${scope} and gone_at is null`
  for (const [name, also] of Object.entries({
    all: null,
    search: null,
    amount: sql`currency = 'NGN'`,
    end: null,
  }))
    Object.assign(
      answers,
      await list(select, `periods ${name}`, sql`billing_period where ${listed} and ${also ?? sql`true`}`),
    )
  for (const source of SOURCES) {
    const own = sql`invoice where ${listed} and source = ${source}`
    for (const name of ['all', 'search'])
      Object.assign(answers, await list(select, `invoices ${source} ${name}`, own))
  }
  return answers
}

async function list(select: Select, name: string, from: SQL): Promise<ScopeAnswers> {
  const ids = (await select<{ id: string }>(sql`select id from ${from} order by id`)).map(({ id }) => id)
  const totals = await select(
    sql`select currency, count(*)::int as count, sum(amount)::text as amount, 0 as "unknownAmounts"
      from ${from} group by currency order by currency`,
  )
  return { [name]: { ids, totals: [JSON.stringify(totals)] }, [`${name} as CSV`]: ids }
}

async function contracts(select: Select, scope: SQL): Promise<ScopeAnswers> {
  const lines = async (what: SQL, from: SQL) =>
    (await select<{ line: string }>(sql`select ${what} as line from ${from}`)).map(({ line }) => line).sort()
  const own = sql`contract where ${scope}`
  const listed = sql`billing_period where ${scope} and gone_at is null`
  const ids = await lines(sql`id`, own)
  const totals = await select(
    sql`select currency, count(distinct (contract, coalesce(funding_source, '')))::int as count,
        sum(case when status <> 'PAYMENT_COMPLETE' then amount else 0 end)::text as amount
      from ${listed} group by currency order by currency`,
  )
  const pairs = sql`(select id, contract from ${own}) as one join (select id, contract from ${own}) as other
    on other.contract = one.contract and other.id <> one.id`
  const names = sql`(select contract, currency, funding_source, count(*) as periods,
      sum(case when status <> 'PAYMENT_COMPLETE' then amount else 0 end) as outstanding
    from ${listed} group by 1, 2, 3) as names`
  const shared = sql`(select count(*) > 1 from ${names} where names.contract = each.contract)`
  return {
    contracts: { ids, totals: [JSON.stringify(totals)] },
    'sums of contracts': await lines(
      sql`concat_ws(' ', each.contract, each.currency, coalesce(each.funding_source, 'null'), each.periods,
        each.outstanding, case when ${shared} then 'true' else 'false' end)`,
      sql`(select * from ${names}) as each`,
    ),
    'contracts as CSV': await lines(
      sql`concat_ws(' ', contract, coalesce(funding_source, ''), currency)`,
      own,
    ),
    'contract details': ids,
    namesakes: await lines(sql`one.id || ' ' || other.id`, pairs),
    'weeks of contracts': await lines(
      sql`id || ' ' || week || ' ' || counts`,
      sql`(select contract.id, date_trunc('week', start_date)::date as week,
          '{"' || max(status) || '":' || count(*) || '}' as counts
        from billing_period join contract using (contract, currency)
        where contract.funding_source is not distinct from billing_period.funding_source and gone_at is null
          and ${sql.raw('contract')}.id in (select id from ${own})
        group by 1, 2) as weeks`,
    ),
    moves: await lines(
      sql`concat_ws(' ', coalesce(funding_source, 'null'), currency, '2', count(*) * 2)`,
      sql`${own} group by funding_source, currency`,
    ),
    'contracts that moved': await lines(
      sql`moved.id`,
      sql`(select id from ${own}
      union all select 'gone ' || id from ${own}) as moved`,
    ),
    'contracts found': ids,
    'contracts to choose from': ids.length,
  }
}

async function details(select: Select, scope: SQL, viewer: Viewer): Promise<ScopeAnswers> {
  const ids = async (from: SQL) =>
    (await select<{ id: string }>(sql`select id from ${from} order by id`)).map(({ id }) => id)
  const isScoped = viewer.fundingSources !== 'all'
  const found = await select<{ id: string; status: string; owner: string | null }>(
    sql`select id, status, funding_source as owner from billing_period`,
  )
  const statuses = new Map(found.map(({ id, status }) => [id, status]))
  const owners = new Map(found.map(({ id, owner }) => [id, owner]))
  const periods = await ids(sql`billing_period where ${scope}`)
  const answers: ScopeAnswers = {
    'period details': periods,
    'periods of the proxy': periods,
    history: periods
      .flatMap((id) => [
        ...[`${id} DRAFT`, `${id} ${statuses.get(id)}`, `${id} amount 2`],
        ...(isScoped
          ? []
          : [`${id} OLDEST`, `${id} amount 1`, `${id} fundingSource ${firstOwner(owners.get(id))}`]),
      ])
      .sort(),
    changes: await changes(select, viewer, sql`billing_period where gone_at is null`),
    // Every contract has listed rows of every owner, or none if its rows are gone. Related rows are therefore
    // visible to a viewer with more than one funding source.
    'same contract': await ids(sql`billing_period where ${scope} and gone_at is null and
      (${isScoped ? viewer.fundingSources.length > 1 : true})`),
  }
  for (const source of SOURCES) {
    const own = await ids(sql`invoice where ${scope} and source = ${source}`)
    const listed = sql`invoice where source = ${source} and gone_at is null`
    answers[`changes of invoices ${source}`] = await changes(select, viewer, listed)
    answers[`invoice details ${source}`] = own
    if (source === 'hello-tractor') answers['invoices of the proxy'] = own
    if (source === 'payment-links') continue
    answers[`PDFs ${source}`] = own
    answers[`packed ${source}`] = own
  }
  return answers
}

/** A row that came from another funding source is new to those who see its funding source alone. */
async function changes(select: Select, viewer: Viewer, listed: SQL): Promise<string[]> {
  const scope = scopeOf(viewer)
  const kind = viewer.fundingSources === 'all' ? sql`'changed 1'` : sql`'new null'`
  const found = await select<{ line: string }>(
    sql`select concat_ws(' ', id, ${kind}, amount) as line from ${listed} and ${scope}
      union all select concat_ws(' ', id, 'left 1 undefined') from ${listed}
        and not ${scope} and ${scopeOf(viewer, firstOwnerSql(sql`funding_source`))}`,
  )
  return found.map(({ line }) => line).sort()
}

const CHOICES: Record<Source | 'billing-periods', Record<string, string>> = {
  'billing-periods': {
    currency: 'currency',
    status: 'status',
    funding_source: 'funding_source',
    contract: 'contract',
  },
  'hello-tractor': { currency: 'currency', funding_source: 'funding_source', state: 'state' },
  'payment-links': {
    currency: 'currency',
    funding_source: 'funding_source',
    state: 'state',
    funnel_state: 'funnel_state',
  },
  'client-invoices': { customer: 'customer', site: 'site_ref', invoice_type: 'invoice_type' },
}

const CONTRACT_CHOICES = {
  currency: 'currency',
  funding_source: "coalesce(funding_source, '(unassigned)')",
  behind: "case when weeks_behind > 3 then '4+' else weeks_behind::text end",
}

async function figures(select: Select, scope: SQL): Promise<ScopeAnswers> {
  const listed = sql`${scope} and gone_at is null`
  const lines = async (what: SQL, from: SQL) =>
    (await select<{ line: string }>(sql`select ${what} as line from ${from}`)).map(({ line }) => line).sort()
  const by = (column: string) =>
    lines(
      sql`coalesce(${sql.raw(column)}, 'null') || ' ' || currency || ' ' || count(*)`,
      sql`billing_period where ${listed} group by ${sql.raw(column)}, currency`,
    )
  const answers: ScopeAnswers = {
    weeks: await lines(
      sql`concat_ws(' ', date_trunc('week', start_date::timestamp)::date, currency, count(*),
        coalesce(sum(amount) filter (where status = 'PAYMENT_COMPLETE'), 0))`,
      sql`billing_period where ${listed} group by date_trunc('week', start_date::timestamp), currency`,
    ),
  }
  answers['collected by age'] = await lines(
    sql`currency || ' ' || count(*) || ' ' || sum(amount)`,
    sql`billing_period where ${listed} group by currency`,
  )
  answers['billed by week and age'] = await lines(
    sql`concat_ws(' ', date_trunc('week', start_date::timestamp)::date, currency,
      coalesce(sum(amount) filter (where status = 'PAYMENT_COMPLETE'), 0))`,
    sql`billing_period where ${listed} group by date_trunc('week', start_date::timestamp), currency`,
  )
  // All of them ended more than 90 days before the day of the test.
  answers['unpaid by age'] = await lines(
    sql`currency || ' ' || count(*) || ' ' || sum(amount)`,
    sql`billing_period where ${listed} and status in ('PENDING', 'PAYMENT_FAILED') group by currency`,
  )
  answers.comparison = await lines(
    sql`count(*) || ' ' || coalesce(sum(amount) filter (where status = 'PAYMENT_COMPLETE'), 0)`,
    sql`billing_period where ${listed} and currency = 'NGN' and start_date is not null`,
  )
  // No week of the test's sources has been read completely.
  answers.bridge = 'incomplete_now'
  answers['parts of the change'] = await lines(
    sql`concat_ws(' ', coalesce(funding_source, 'null'), 'new', count(distinct contract), sum(amount),
      coalesce(sum(amount) filter (where status = 'PAYMENT_COMPLETE'), 0))`,
    sql`billing_period where ${listed} and currency = 'NGN' and start_date is not null group by funding_source`,
  )
  for (const column of ['funding_source', 'status', 'currency'])
    answers[`summary by ${column}`] =
      column === 'currency'
        ? await lines(
            sql`currency || ' ' || currency || ' ' || count(*)`,
            sql`billing_period where ${listed} group by currency`,
          )
        : await by(column)
  for (const [param, value] of Object.entries(CONTRACT_CHOICES))
    answers[`choices contracts ${param}`] = await lines(
      sql`${sql.raw(value)} || ' ' || count(*)`,
      sql`contract where ${scope} group by ${sql.raw(value)}`,
    )
  for (const [name, columns] of Object.entries(CHOICES)) {
    const table =
      name === 'billing-periods'
        ? sql`billing_period where ${listed}`
        : sql`invoice where ${listed} and source = ${name}`
    for (const [param, column] of Object.entries(columns))
      answers[`choices ${name} ${param}`] = await lines(
        sql`coalesce(${sql.raw(column)}, '(unassigned)') || ' ' || count(*)`,
        sql`${table} group by ${sql.raw(column)}`,
      )
    const [counts] = await select<object>(sql`select count(*)::int as rows,
      count(*) filter (where funding_source is null)::int as unassigned,
      count(*) filter (where assignment = 'ambiguous')::int as ambiguous from ${table}`)
    answers[`rows ${name === 'billing-periods' ? 'hello-tractor billing-periods' : `${name} invoices`}`] =
      counts
  }
  return answers
}
