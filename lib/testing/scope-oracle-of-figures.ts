import 'server-only'
import { type SQL, sql } from 'drizzle-orm'
import { SOURCES, type Source } from '#lib/sources.ts'
import type { ScopeAnswers } from './scope-asked.ts'
import type { Select } from './scope-past.ts'

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

/** Computes what the reads of figures, choices and health must answer. */
export async function expectedFigures(select: Select, scope: SQL): Promise<ScopeAnswers> {
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
  const places = {
    'funding-sources': sql`(select distinct funding_source from billing_period
      where ${listed} and funding_source is not null) as named`,
    contracts: sql`contract where ${scope}`,
    'billing-periods': sql`billing_period where ${listed}`,
    ...Object.fromEntries(
      SOURCES.map((source) => [source, sql`invoice where ${listed} and source = ${source}`]),
    ),
  }
  answers.found = (
    await Promise.all(
      Object.entries(places).map(([place, from]) =>
        lines(sql`${place}::text || ' ' || count(*)`, sql`${from} having count(*) > 0`),
      ),
    )
  )
    .flat()
    .sort()
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
  answers.targets = await lines(
    sql`concat_ws(' ', funding_source, currency, '80', sum(amount))`,
    sql`billing_period where ${listed} and currency = 'NGN' and funding_source is not null
      group by funding_source, currency`,
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
  const seasons = await lines(sql`funding_source`, sql`season where ${scope}`)
  for (const list of ['billing-periods', 'contracts', ...SOURCES])
    answers[`seasons ${list}`] = list === 'client-invoices' ? null : seasons
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
    // Every row has a note without an owner. A filter with no choices is left out.
    const noted = await lines(sql`'none ' || count(*)`, sql`${table} having count(*) > 0`)
    if (noted.length > 0) answers[`choices ${name} note_owner`] = noted
    const [counts] = await select<object>(sql`select count(*)::int as rows,
      count(*) filter (where funding_source is null)::int as unassigned,
      count(*) filter (where assignment = 'ambiguous')::int as ambiguous from ${table}`)
    answers[`rows ${name === 'billing-periods' ? 'hello-tractor billing-periods' : `${name} invoices`}`] =
      counts
  }
  return answers
}
