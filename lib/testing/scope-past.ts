import 'server-only'
import { type SQL, sql } from 'drizzle-orm'
import type { Database } from '#lib/server/db/client.ts'
import type { PlainColumns } from '#lib/server/db/plain-columns.ts'
import { rowHistory } from '#lib/server/db/schema.ts'
import { sourceFact } from '#lib/server/db/schema-sync.ts'
import { billingPeriodVersion, invoiceVersion } from '#lib/server/db/schema-versions.ts'
import type { Viewer } from '#lib/server/viewer.ts'
import { SOURCES } from '#lib/sources.ts'
import { PAST, type ScopeAnswers } from './scope-asked.ts'

/** When the versions of each billing period were stored. */
export const STORED = {
  first: '2026-03-01T00:00:00Z',
  second: '2026-03-02T00:00:00Z',
  third: '2026-03-03T00:00:00Z',
}
/** The funding source that most rows belonged to at first. No viewer has it. */
const FOREIGN = 'Foreign'
/** The funding source that a row belonged to at first. Rows of AGRI-2 have left the scope of AGRI-1. */
export const firstOwner = (owner: string | null | undefined) => (owner === 'AGRI-2' ? 'AGRI-1' : FOREIGN)
/** The same in SQL, of the row's present owner. */
export const firstOwnerSql = (owner: SQL) =>
  sql`case when ${owner} = 'AGRI-2' then 'AGRI-1' else ${FOREIGN} end`

/** What a row was before: first in another funding source, then as today but for its amount. */
function formerOf<Row extends { fundingSource?: string | null }>(row: Row) {
  const { first, second, third } = STORED
  return [
    {
      ...row,
      amount: '1',
      fundingSource: firstOwner(row.fundingSource),
      recordedFrom: null,
      recordedTo: second,
      previousSeenAt: first,
      seenAt: second,
    },
    {
      ...row,
      amount: '2',
      recordedFrom: second,
      recordedTo: third,
      previousSeenAt: second,
      seenAt: third,
    },
  ] as const
}

/** Gives each invoice of every source two former versions. */
export async function putInvoiceVersions(
  db: Database,
  rows: readonly Omit<
    typeof invoiceVersion.$inferInsert,
    'source' | 'recordedTo' | 'previousSeenAt' | 'seenAt'
  >[],
) {
  for (const source of SOURCES) {
    const history = { source, resource: 'invoices', fact: 'history', value: {}, at: STORED.first }
    await db.insert(sourceFact).values(history)
    await db
      .insert(invoiceVersion)
      .values(rows.flatMap((row) => [...formerOf(row)]).map((row) => ({ ...row, source })))
  }
}

/** Gives each billing period two former versions, the first in another funding source, and a status before them. */
export async function putHistory(
  db: Database,
  periods: readonly Pick<typeof billingPeriodVersion.$inferSelect, 'id' | 'fundingSource'>[],
) {
  const list = { source: 'hello-tractor', resource: 'billing-periods' }
  await db.insert(sourceFact).values({ ...list, fact: 'history', value: {}, at: STORED.first })
  await db.insert(billingPeriodVersion).values(
    periods.flatMap((row) => {
      const [first, second] = formerOf(row)
      return [first, { ...second, status: 'DRAFT' }]
    }),
  )
  await db
    .insert(rowHistory)
    .values(periods.map(({ id }) => ({ ...list, id, status: 'OLDEST', seenAt: '2026-02-27T00:00:00Z' })))
}

export type Select = <Row extends PlainColumns<Row>>(statement: SQL) => Promise<Row[]>

/** Selects a viewer's rows without product code, as a superuser past row-level security. */
export function scopeOf(viewer: Viewer, owner = sql`funding_source`): SQL {
  if (viewer.fundingSources === 'all') return sql`true`
  const names = viewer.fundingSources.map((name) => sql`${name}`)
  return names.length === 0 ? sql`false` : sql`coalesce(${owner} in (${sql.join(names, sql`, `)}), false)`
}

/** Computes what `scopeAnswers` must return as of earlier instants. */
export async function expectedPast(select: Select, viewer: Viewer): Promise<ScopeAnswers> {
  const answers: ScopeAnswers = {}
  const wasInScope = scopeOf(viewer, firstOwnerSql(sql`funding_source`))
  for (const [nth, at] of PAST.entries())
    Object.assign(answers, await past(select, { at, nth }, scopeOf(viewer), wasInScope))
  return answers
}

/**
 * The rows as of an instant, computed from those of today: at the first their amounts are 1 and their owner the first
 * one, at the second their amounts are 2.
 */
async function past(
  select: Select,
  { at, nth }: { at: string; nth: number },
  scope: SQL,
  wasInScope: SQL,
): Promise<ScopeAnswers> {
  const then = nth === 0 ? wasInScope : scope
  const amount = sql.raw(String(nth + 1))
  const answers: ScopeAnswers = {}
  const lists = [
    { name: 'periods', own: sql`billing_period where gone_at is null` },
    ...SOURCES.map((source) => ({
      name: `invoices ${source}`,
      own: sql`invoice where gone_at is null and source = ${source}`,
    })),
  ]
  for (const { name, own } of lists) {
    const from = sql`${own} and ${then} and ${scope}`
    const ids = (await select<{ id: string }>(sql`select id from ${from} order by id`)).map(({ id }) => id)
    const totals = await select(
      sql`select currency, count(*)::int as count, (${amount} * count(*))::text as amount, 0 as "unknownAmounts"
        from ${from} group by currency order by currency`,
    )
    const [lost] = await select<{ left: number }>(
      sql`select count(*)::int as "left" from ${own} and ${then} and not ${scope}`,
    )
    for (const search of ['all', 'search']) {
      answers[`${name} ${search} as of ${at}`] = { ids, totals: [JSON.stringify(totals)], ...lost }
      answers[`${name} ${search} as CSV as of ${at}`] = ids
    }
    if (name === 'periods') answers[`left as of ${at}`] = [lost?.left, lost?.left, lost?.left]
  }
  const from = sql`billing_period where gone_at is null and ${then} and ${scope}`
  // At the second instant every period was a draft, which is not billed.
  const billed = nth === 0 ? sql`count(*)` : sql`0`
  const lines = async (week: SQL) =>
    (
      await select<{ line: string }>(sql`select concat_ws(' ', ${week}, currency, count(*), ${billed}) as line
        from ${from} group by ${week}, currency`)
    )
      .map(({ line }) => line)
      .sort()
  answers[`weeks as of ${at}`] = await lines(sql`date_trunc('week', start_date::timestamp)::date`)
  answers[`summary as of ${at}`] = await lines(sql`null::text`)
  const unpaid = sql`${from} and status = 'PENDING' group by currency`
  const counts = await select<{ count: number }>(sql`select count(*)::int as count from ${unpaid}`)
  answers[`unpaid as of ${at}`] = nth === 0 ? counts.map(({ count }) => count) : []
  return answers
}
