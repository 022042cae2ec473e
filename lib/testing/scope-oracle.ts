import 'server-only'
import { type SQL, sql } from 'drizzle-orm'
import { type Database, rows } from '#lib/server/db/client.ts'
import type { Viewer } from '#lib/server/viewer.ts'
import { SOURCES } from '#lib/sources.ts'
import type { ScopeAnswers } from './scope-asked.ts'
import { expectedFigures } from './scope-oracle-of-figures.ts'
import { expectedPast, firstOwner, firstOwnerSql, type Select, scopeOf } from './scope-past.ts'

/** Computes what `scopeAnswers` must return for a viewer, from the rows themselves. */
export async function expectedAnswers(db: Database, viewer: Viewer): Promise<ScopeAnswers> {
  const select: Select = (statement) => rows(db, statement)
  const scope = scopeOf(viewer)
  const answers: ScopeAnswers = {
    ...(await expectedFigures(select, scope)),
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
    amounts: sql`currency = 'NGN' and amount between 2000 and 4000.5`,
    unpaid: sql`status in ('PENDING', 'PAYMENT_FAILED')`,
    notes: null,
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
    'notes of periods': periods,
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
    answers[`notes of invoices ${source}`] = own
    if (source === 'hello-tractor') answers['invoices of the proxy'] = own
    if (source === 'payment-links') continue
    answers[`PDFs ${source}`] = own
    answers[`packed ${source}`] = own
    answers[`packed in parts ${source}`] = own
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
