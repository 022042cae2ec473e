import type pg from 'pg'

/** Number of rows in the measured mirror, and the weeks that they spread over. */
export type Volume = { billingPeriods: number; invoices: number; weeks: number }

export const MILLION: Volume = { billingPeriods: 1_000_000, invoices: 1_000_000, weeks: 260 }

/**
 * Fills a migrated, empty database with rows generated in SQL: skewed funding sources, currencies that depend
 * on them, 20,000 contracts with one funding source each, open statuses in recent weeks only, some unknown amounts, statuses and funding sources. The seed
 * is fixed, so every run has the same rows.
 */
export async function fillMirror(client: pg.Client, volume: Volume): Promise<void> {
  await client.query('select setseed(0.42)')
  const indexes = await dropIndexes(client)
  await client.query(PERIODS, [volume.billingPeriods, volume.weeks])
  await client.query(INVOICES, [volume.invoices, volume.weeks])
  await client.query(LINKS_SIGHTED)
  for (const statement of AGGREGATES) await client.query(statement)
  for (const statement of WINDOWS) await client.query(statement, [volume.weeks])
  for (const definition of indexes) await client.query(definition)
  await client.query('vacuum (analyze)')
}

/**
 * Drops the indexes, because inserts are several times faster without them. Returns the statements that
 * create them again.
 */
async function dropIndexes(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string; definition: string }>(
    `select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition
     from pg_index where indrelid in ('billing_period'::regclass, 'invoice'::regclass) and not indisprimary`,
  )
  for (const { name } of rows) await client.query(`drop index ${name}`)
  return rows.map(({ definition }) => definition)
}

const FUNDING_SOURCE = `case
  when pick < 0.38 then 'Heifer International' when pick < 0.62 then 'Agri Growth Fund'
  when pick < 0.80 then 'Green Tractor Facility' when pick < 0.90 then 'Lake Basin Programme'
  when pick < 0.95 then 'Savanna Credit' when pick < 0.968 then 'Volta Pilot'
  when pick < 0.970 then 'Coastal Trial' end`
/** Most funding sources lend in one currency. */
const CURRENCY = `case
  when pick < 0.62 then 'NGN' when pick < 0.80 then 'KES' when pick < 0.90 then 'UGX'
  when pick < 0.968 then 'GHS' when pick < 0.970 then 'KES' when pick < 0.998 then 'NGN' end`

const PERIODS = `
  insert into billing_period (id, contract, start_date, end_date, status, currency, amount, amount_issue, funding_source,
    content_hash, raw, assignment, first_seen_at, changed_at, window_from)
  select id, contract, start_date, start_date + 6, status, currency, amount,
    case when amount is null then 'not_a_number' end, funding_source, left(md5(id), 22),
    jsonb_build_object('id', id, 'loan_name', contract, 'start_date', start_date, 'end_date', start_date + 6, 'status',
      jsonb_build_object('label', status), 'currency', currency, 'total_amount_inc_maintenance_fee', amount::text),
    case when funding_source is null then case when spare < 0.01 then 'ambiguous' else 'unassigned' end else 'filter' end,
    start_date::timestamptz, start_date::timestamptz + spare * interval '40 days', date_trunc('week', start_date)::date
  from (
    select (2000000 + n)::text as id, 'HT-' || lpad((pick * 20000)::int::text, 6, '0') as contract, start_date, spare,
      ${FUNDING_SOURCE} as funding_source, ${CURRENCY} as currency,
      case when luck < 0.0002 then 'ON_HOLD' when age < 10 and luck < 0.5 then 'DRAFT'
        when age < 21 and luck < 0.5 then 'SENT_TO_PAYMENT_SERVICE' when age < 42 and luck < 0.3 then 'PENDING'
        when luck < 0.14 then 'PAYMENT_FAILED' else 'PAYMENT_COMPLETE' end as status,
      case when spare > 0.0005 then round((20 + 400 * luck * spare)::numeric, 2) * 100 end as amount
    from (
      select n, random() as pick, random() as luck, random() as spare, age, current_date - age as start_date
      from (select n, (($2::int * 7 - 1) * (n::float8 / $1::int) ^ 1.3)::int as age
        from generate_series(1, $1::int) as n) as aged
    ) as drawn
  ) as made`

const INVOICES = `
  insert into invoice (source, id, number, title, customer, account_number, site_ref, site_name, invoice_type,
    invoice_type_label, currency, amount, usd_amount, paid_amount, state, funnel_state, issued_on, issued_at, due_on,
    processed_on, source_updated_at, funding_source, content_hash, raw, assignment, first_seen_at, changed_at, window_from)
  select source, id, number, case when source <> 'client-invoices' then 'Tractor service ' || (n % 900) end,
    case when isClient then 'Customer ' || (spare * 3000)::int end, case when isClient then 'ACC' || (spare * 3000)::int end,
    case when isClient then 'SITE-' || (luck * 150)::int end, case when isClient then 'Site ' || (luck * 150)::int end,
    case when isClient then (array['FEE', 'USE', 'FIX'])[1 + n % 3] end,
    case when isClient then (array['Fee', 'Usage', 'Repair'])[1 + n % 3] end,
    case when not isClient then currency end, case when not isClient then amount end, case when isHello then amount / 1500 end,
    case when isLink and luck < 0.1 then amount / 2 end,
    case when isHello then case when luck < 0.8 then 'paid' when luck < 0.99 then 'not_paid' end
      when isLink then (array['not_paid', 'registered', 'partially_paid', 'paid', 'paid', 'paid', 'refunded'])[1 + (luck * 6.9)::int % 7] end,
    case when isLink then (array['sent', 'clicked', 'expired', 'partially_paid', 'paid', 'paid'])[1 + (luck * 5.9)::int % 6] end,
    issued_on, issued_on::timestamptz + luck * interval '20 hours', case when isClient then issued_on + 30 end,
    case when isLink then issued_on + (spare * 5)::int end,
    case when isLink then issued_on::timestamptz + spare * interval '5 days' end,
    case when not isClient then funding_source end, left(md5(source || id), 22),
    jsonb_build_object('id', id, 'invoice_no', number, 'total', amount::text, 'created_at', issued_on, 'note', md5(id)),
    case when isClient or funding_source is null then 'unassigned' else 'filter' end, issued_on::timestamptz,
    issued_on::timestamptz + spare * interval '40 days', case when not isLink then date_trunc('week', issued_on)::date end
  from (
    select n, source, source = 'hello-tractor' as isHello, source = 'payment-links' as isLink, source = 'client-invoices' as isClient,
      (7000000 + n)::text as id, 'INV-' || lpad(((n::bigint * 7919) % 10000019)::text, 8, '0') as number, luck, spare,
      issued_on, round((20 + 400 * luck * spare)::numeric, 2) * 100 as amount,
      ${FUNDING_SOURCE} as funding_source, ${CURRENCY} as currency
    from (
      select n, case when n % 10 < 6 then 'hello-tractor' when n % 10 < 9 then 'payment-links' else 'client-invoices' end as source,
        random() as pick, random() as luck, random() as spare,
        current_date - (($2::int * 7 - 1) * (n::float8 / $1::int) ^ 1.3)::int as issued_on
      from generate_series(1, $1::int) as n
    ) as drawn
  ) as made`

const LINKS_SIGHTED = `insert into payment_link_sighting (query_day, id)
  select processed_on, id from invoice where source = 'payment-links'`

const FIRST_DAYS = {
  week: "date_trunc('week', day::timestamp)::date",
  year: "to_date(to_char(day, 'IYYY') || '-01-1', 'IYYY-IW-ID')",
}
const AGGREGATES = [
  `insert into billing_period_day (day, currency, funding_source, status, count, amount, unknown_amounts)
   select start_date, currency, funding_source, case when status = 'ON_HOLD' then 'OTHER' else status end, count(*),
     coalesce(sum(amount), 0), count(*) filter (where amount is null)
   from billing_period group by 1, 2, 3, 4`,
  `insert into invoice_day (source, day, currency, funding_source, state, funnel_state, count, amount, unknown_amounts)
   select source, issued_on, currency, funding_source, coalesce(state, 'unknown'), coalesce(funnel_state, 'other'), count(*),
     coalesce(sum(amount), 0), count(*) filter (where amount is null)
   from invoice group by 1, 2, 3, 4, 5, 6`,
  ...Object.entries(FIRST_DAYS).flatMap(([level, firstDay]) => [
    `insert into billing_period_${level} (day, currency, funding_source, status, count, amount, unknown_amounts)
     select ${firstDay}, currency, funding_source, status, sum(count), sum(amount), sum(unknown_amounts)
     from billing_period_day group by 1, 2, 3, 4`,
    `insert into invoice_${level}
       (source, day, currency, funding_source, state, funnel_state, count, amount, unknown_amounts)
     select source, ${firstDay}, currency, funding_source, state, funnel_state, sum(count), sum(amount), sum(unknown_amounts)
     from invoice_day group by 1, 2, 3, 4, 5, 6`,
  ]),
  `insert into unpaid_day (day, end_day, currency, funding_source, status, count, amount, unknown_amounts)
   select start_date, end_date, currency, funding_source, status, count(*), coalesce(sum(amount), 0),
     count(*) filter (where amount is null)
   from billing_period where status in ('SENT_TO_PAYMENT_SERVICE', 'PENDING', 'PAYMENT_FAILED') group by 1, 2, 3, 4, 5`,
  // A week's collected amount arrives in equal parts at each of its first ages.
  `insert into collected_age (week, since_age, age, currency, funding_source, count, amount, unknown_amounts, changes)
   select day, greatest(0, age - age % 5 / 4), age, currency, funding_source, ceil(count / 13.0), amount / 13, 0, age % 5 / 4
   from billing_period_week, generate_series(0, 12) as age where status = 'PAYMENT_COMPLETE' and day is not null`,
  `insert into collection_week (day, sums)
   select day, json_agg(json_build_array(currency, status, count, amount::text, unknown) order by currency collate "C", status collate "C")
   from (select day, currency, status, sum(count) as count, sum(amount) as amount, sum(unknown_amounts) as unknown
     from billing_period_week group by 1, 2, 3) as of_all group by day`,
]

const LISTS = `(values ('hello-tractor', 'billing-periods'), ('hello-tractor', 'invoices'), ('payment-links', 'invoices'),
  ('client-invoices', 'invoices')) as list(source, resource)`
const WINDOWS = [
  `insert into sync_window (source, resource, from_day, to_day, state, last_run_at, last_complete_at, due_at)
   select source, resource, monday, case when age > 0 then monday + 6 end, 'complete', now(), now(), now() + interval '1 hour'
   from ${LISTS}, generate_series(0, $1::int) as age, lateral (
     select (date_trunc('week', current_date) - age * interval '7 days')::date as monday) as week`,
]
