import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import type { TrueRow } from '#lib/sandbox/truth.ts'
import { type Mirror, startMirror, startReadMirror } from '#lib/server/sync/testing/mirror.ts'
import { weekStart } from '#lib/week.ts'

// These tests add up the sandbox's own rows in BigInt cents, without any of the product's arithmetic.

type Group = { key: string; count: number; cents: string; unknown: number }

function addUp(
  rows: readonly TrueRow[],
  keyOf: (row: TrueRow) => readonly unknown[],
  amount: string,
): Group[] {
  const groups = new Map<string, { count: number; cents: bigint; unknown: number }>()
  for (const row of rows) {
    const key = keyOf(row).join(' | ')
    const group = groups.get(key) ?? { count: 0, cents: 0n, unknown: 0 }
    groups.set(key, group)
    group.count += 1
    const value = row.row[amount]
    const match = /^(-?)(\d+)\.(\d\d)$/.exec(typeof value === 'number' ? value.toFixed(2) : String(value))
    if (!match) group.unknown += 1
    else group.cents += BigInt(`${match[1]}${match[2]}${match[3]}`)
  }
  return [...groups]
    .map(([key, group]) => ({ key, count: group.count, cents: String(group.cents), unknown: group.unknown }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
}

async function mirrored(mirror: Mirror, statement: ReturnType<typeof sql>): Promise<Group[]> {
  const found = await mirror.select<Group>(statement)
  return found.sort((a, b) => (a.key < b.key ? -1 : 1))
}

const FIGURES = sql`count(*)::int as count, (coalesce(sum(amount), 0) * 100)::numeric(30,0)::text as cents,
  (count(*) filter (where amount is null))::int as unknown`
const DAY_FIGURES = sql`sum(count)::int as count, (sum(amount) * 100)::numeric(30,0)::text as cents,
  sum(unknown_amounts)::int as unknown`

const statusOf = (row: TrueRow) => {
  const { status } = row.row
  return typeof status === 'object' && status !== null && 'label' in status ? status.label : status
}

test('mirrors billing periods and aggregates per currency, funding source, status and week, to the cent', async () => {
  const mirror = await startMirror()
  const { isComplete } = await mirror.pass()
  expect(isComplete).toBe(true)
  const truth = mirror.sandbox.truth.billingPeriods()
  expect(truth.length).toBeGreaterThan(100)
  const truthByRow = addUp(
    truth,
    (row) => [row.currency, row.fundingSource, statusOf(row), weekStart(String(row.row.start_date))],
    'totalAmountIncMaintenanceFee',
  )
  const rows = await mirrored(
    mirror,
    sql`select concat_ws(' | ', currency, coalesce(funding_source, ''), status, date_trunc('week', start_date)::date) as key, ${FIGURES}
      from billing_period where gone_at is null group by 1`,
  )
  expect(rows).toEqual(truthByRow)
  const known = ['DRAFT', 'SENT_TO_PAYMENT_SERVICE', 'PENDING', 'PAYMENT_COMPLETE', 'PAYMENT_FAILED']
  const group = (row: TrueRow) => (known.includes(String(statusOf(row))) ? statusOf(row) : 'OTHER')
  const days = await mirrored(
    mirror,
    sql`select concat_ws(' | ', currency, coalesce(funding_source, ''), status, date_trunc('week', day)::date) as key, ${DAY_FIGURES}
      from billing_period_day group by 1`,
  )
  expect(days).toEqual(
    addUp(
      truth,
      (row) => [row.currency, row.fundingSource, group(row), weekStart(String(row.row.start_date))],
      'totalAmountIncMaintenanceFee',
    ),
  )
  expect(days.some(({ key }) => key.includes('OTHER'))).toBe(true)
})

test('mirrors Hello Tractor invoices per currency, funding source, state and week, to the cent', async () => {
  const mirror = await startReadMirror()
  const truth = mirror.sandbox.truth.invoices()
  // Lagos is one hour ahead of UTC all year.
  const week = (row: TrueRow) =>
    weekStart(new Date(Date.parse(String(row.row.created_at)) + 3_600_000).toISOString().slice(0, 10))
  const state = (row: TrueRow) =>
    ({ true: 'paid', false: 'not_paid' })[String(row.row.invoice_paid)] ?? 'unknown'
  const rows = await mirrored(
    mirror,
    sql`select concat_ws(' | ', currency, coalesce(funding_source, ''), coalesce(state, 'unknown'), date_trunc('week', issued_on)::date) as key, ${FIGURES}
      from invoice where source = 'hello-tractor' and gone_at is null group by 1`,
  )
  expect(rows).toEqual(
    addUp(truth, (row) => [row.currency, row.fundingSource, state(row), week(row)], 'total'),
  )
})

test('mirrors every payment link and client invoice once, with its amount', async () => {
  const mirror = await startReadMirror()
  const links = await mirrored(
    mirror,
    sql`select concat_ws(' | ', coalesce(funding_source, ''), state, issued_on) as key, ${FIGURES}
      from invoice where source = 'payment-links' group by 1`,
  )
  expect(links).toEqual(
    addUp(
      mirror.sandbox.truth.paymentLinks(),
      (row) => [row.fundingSource, row.row.invoiceStatus, String(row.row.created).slice(0, 10)],
      'invoiceAmount',
    ),
  )
  const invoices = await mirror.select<{ id: string; day: string; due: string | null }>(
    sql`select id, issued_on::text as day, due_on::text as due from invoice where source = 'client-invoices' order by id`,
  )
  const truth = mirror.sandbox.truth.clientInvoices().map(({ id, row }) => ({
    id,
    day: row.accounting_date,
    due: row.payment_deadline,
  }))
  expect(invoices).toEqual(truth.sort((a, b) => (a.id < b.id ? -1 : 1)))
})

test('computes the same figures from money as JSON numbers and statuses as text', async () => {
  const plain = await startMirror()
  const other = await startMirror({
    sandbox: {
      dialect: { moneyAs: 'number', statusAs: 'text', idsAs: 'string', links: false, keysAs: 'snake' },
    },
  })
  await plain.pass()
  await other.pass()
  const figures = sql`select currency, funding_source, status, count(*)::int, sum(amount)::numeric(30,2)::text as sum
    from billing_period group by 1, 2, 3 order by 1, 2, 3`
  expect(await other.select(figures)).toEqual(await plain.select(figures))
})
