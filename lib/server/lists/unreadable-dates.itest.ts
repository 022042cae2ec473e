import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Freshness } from '#lib/schema.ts'
import { sourceDiagnostics } from '#lib/server/sources/diagnostics.ts'
import { mirrorOwnSources } from '#lib/server/sync/testing/own-sources.ts'
import { openScripted, sendJson } from '#lib/server/upstream/testing/scripted-server.ts'
import { sourceDiagnosticsSchema } from '#lib/sources/diagnostics-schema.ts'
import { answersFor } from '#lib/testing/answers.ts'
import { financier, operator } from '#lib/testing/ask.ts'

const NOVEMBER = { from: '2026-11-01', to: '2026-11-30' }
const NOW = new Date('2026-11-29T12:00:00Z')
const PROGRAMME = 'AGRI-FUND-1'

type Row = Record<string, unknown>
type Rows = { periods: Row[]; invoices: Row[]; links: Row[]; clients: Row[] }

const READABLE = [
  ...['2026-11-10T10:00:00Z', '2026-11-10 10:00:00+00', '2026-11-10T10:00:00+0000', '2026-11-10T10:00:00+00'],
  ...['2026-11-10T10:00:00,5Z', '2026-11-10t10:00:00z', 'Tue, 10 Nov 2026 10:00:00 GMT', '20261110'],
  ...['2026-11-10T10:00Z', '2026-11-10 10:00:00', 1794304800, 1794304800000, '2026/11/10', '10 Nov 2026'],
]

function invoice(at: number, createdAt: unknown): Row {
  return {
    id: `inv-${at}`,
    total: '10.00',
    currency: 'NGN',
    funding_source: PROGRAMME,
    created_at: createdAt,
  }
}

function period(id: number, start: unknown, more: Row = {}): Row {
  const fields = { currency: 'NGN', funding_source: PROGRAMME, totalAmountIncMaintenanceFee: '10.00' }
  return { id, start_date: start, end_date: '2026-11-15', status: 'PAYMENT_COMPLETE', ...fields, ...more }
}

/**
 * Mirrors a source that lists every row under 10 November, whatever the row's own date; returns its cleanup
 * function.
 */
async function mirrorRows(rows: Rows): Promise<() => Promise<void>> {
  const holds = (from: string | null, to: string | null) =>
    (from === null || from <= '2026-11-10') && (to === null || to >= '2026-11-10')
  const server = await openScripted(({ url: { pathname, searchParams } }, response) => {
    const days = (from: string, to: string) => holds(searchParams.get(from), searchParams.get(to))
    const isProbe = (searchParams.get('funding_source') ?? PROGRAMME) !== PROGRAMME
    const page = (all: Row[], isAsked: boolean) => {
      const results = isAsked && !isProbe ? all : []
      sendJson(response, {
        count: isAsked && !isProbe ? all.length : 0,
        next: null,
        next_page: null,
        results,
      })
    }
    if (pathname.endsWith('/payment-requests')) page(rows.periods, days('start_date_gte', 'start_date_lte'))
    else if (pathname.endsWith('/invoices') && pathname.startsWith('/payg'))
      page(rows.invoices, days('date_from', 'date_to'))
    else if (pathname === '/reports/invoices')
      sendJson(response, days('startDate', 'endDate') ? rows.links : [])
    else page(rows.clients, days('accounting_date_gt', 'accounting_date_lt'))
  })
  const { pass, close } = await mirrorOwnSources(
    {
      HELLO_TRACTOR_URL: server.url,
      HELLO_TRACTOR_API_KEY: 'key',
      HELLO_TRACTOR_FUNDING_SOURCES: JSON.stringify([PROGRAMME]),
      PAYMENT_LINKS_URL: server.url,
      PAYMENT_LINKS_API_KEY: 'key',
      PAYMENT_LINKS_CURRENCY: 'AUD',
      PAYMENT_LINKS_FUNDING_SOURCE_LABEL: 'Programme',
      CLIENT_INVOICES_URL: server.url,
      CLIENT_INVOICES_API_KEY: 'key',
      SYNC_FROM: '2026-10-26',
    },
    NOW,
  )
  expect((await pass()).isComplete).toBe(true)
  return async () => {
    await close()
    await server.close()
  }
}

const november = (name: string) => `${name}_from=${NOVEMBER.from}&${name}_to=${NOVEMBER.to}`
const told = (freshness: readonly Freshness[]) =>
  freshness.map(({ complete, unreadableDates }) => ({ complete, unreadableDates }))

function link(invoiceId: number, created: unknown): Row {
  const named = { customLabel1: 'Programme', customValue1: PROGRAMME }
  return { invoiceId, invoiceAmount: '5.00', invoiceStatus: 'paid', created, ...named }
}

const ROWS: Rows = {
  invoices: [
    ...READABLE.map((value, at) => invoice(100 + at, value)),
    invoice(1, '2026-11-10'),
    invoice(2, '10/11/2026'),
    invoice(3, null),
  ],
  periods: [
    period(1, '2026-11-10'),
    period(2, '10/11/2026'),
    period(3, null),
    period(4, '2026-11-10', { end_date: '15.11.2026' }),
    period(5, '11/10/2026', { funding_source: 'Another', currency: 'KES' }),
  ],
  links: [link(1, '2026-11-10 08:00:00'), link(2, '10/11/2026 08:00')],
  clients: [
    { invoice_number: 'A', accounting_date: '2026-11-10', payment_deadline: '10/12/2026' },
    { invoice_number: 'B', accounting_date: '10/11/2026', payment_deadline: '2026-12-10' },
  ],
}

let end: () => Promise<void>
beforeAll(async () => {
  end = await mirrorRows(ROWS)
})
afterAll(() => end())

test('rows with a date in any unambiguous spelling count in their month', async () => {
  const { totals, freshness } = await answersFor(operator).invoices(
    `source=hello-tractor&${november('issued')}`,
  )
  expect(totals).toMatchObject([{ currency: 'NGN', count: READABLE.length + 1, amount: '150.00' }])
  expect(told(freshness)).toEqual([{ complete: false, unreadableDates: 1 }])
})

describe('F21: a row with an unreadable date', () => {
  test('makes each dated list that may lack the row partial, with the number of such rows', async () => {
    const { billingPeriods, invoices } = answersFor(operator)
    const periods = await billingPeriods(november('start'))
    expect(told(periods.freshness)).toEqual([{ complete: false, unreadableDates: 2 }])
    expect(periods.freshness[0]?.missing).toEqual([
      {
        from: '2026-11-09',
        to: '2026-11-15',
        reason: 'unreadable_dates',
        why: [{ code: 'unreadable_dates', rows: 2 }],
        detail: '2 rows have an invalid date.',
      },
    ])
    expect(told((await billingPeriods(november('end'))).freshness)).toMatchObject([{ unreadableDates: 1 }])
    const lists = [
      `source=hello-tractor&${november('issued')}`,
      `source=payment-links&${november('issued')}`,
      `source=client-invoices&${november('issued')}`,
      `source=client-invoices&due_from=2026-12-01`,
    ]
    for (const query of lists) {
      expect(told((await invoices(query)).freshness)).toEqual([{ complete: false, unreadableDates: 1 }])
    }
  })

  test('leaves other lists complete: those without dates, of other weeks, or with other filters', async () => {
    const { billingPeriods, invoices } = answersFor(operator)
    const complete = [{ complete: true, unreadableDates: 0 }]
    expect(told((await billingPeriods('')).freshness)).toEqual(complete)
    expect(told((await billingPeriods('start_from=2026-11-16')).freshness)).toEqual(complete)
    expect(told((await billingPeriods('start_to=2026-11-08')).freshness)).toEqual(complete)
    expect(told((await billingPeriods(`${november('start')}&currency=UGX`)).freshness)).toEqual(complete)
    expect(told((await billingPeriods(`${november('start')}&status=PENDING`)).freshness)).toEqual(complete)
    expect(told((await invoices('source=payment-links&issued_from=2026-11-12')).freshness)).toEqual(complete)
    expect(told((await invoices('source=payment-links&processed_from=2026-11-01')).freshness)).toEqual(
      complete,
    )
  })

  test('makes the figures of its week partial, but not those of other weeks', async () => {
    const { weekly, summary } = answersFor(operator)
    const { weeks, freshness } = await weekly('currency=NGN')
    expect(weeks).toMatchObject([{ week: '2026-11-09', count: 2, partial: true }])
    expect(told(freshness)).toEqual([{ complete: false, unreadableDates: 1 }])
    const dated = await summary(`group_by=currency&from=${NOVEMBER.from}&to=${NOVEMBER.to}`)
    expect(dated.groups.map(({ partial }) => partial)).toEqual([true])
    expect(told(dated.freshness)).toEqual([{ complete: false, unreadableDates: 2 }])
    const undated = await summary('group_by=currency')
    expect(undated.groups).toMatchObject([
      { currency: 'KES', count: 1, partial: false },
      { currency: 'NGN', count: 4, partial: false },
    ])
  })

  test('is counted for a financier only if it is in scope', async () => {
    const own = await answersFor(financier(PROGRAMME)).billingPeriods(november('start'))
    expect(told(own.freshness)).toEqual([{ complete: false, unreadableDates: 1 }])
    const other = await answersFor(financier('No such programme')).billingPeriods(november('start'))
    expect(told(other.freshness)).toEqual([{ complete: true, unreadableDates: 0 }])
  })

  test('is named at the end of an export', async () => {
    const report = await (await answersFor(operator).billingPeriodsCsv(november('start'))).text()
    expect(report).toContain('# Partial,2026-11-09,2026-11-15,2 rows have an invalid date.')
    expect(report).toMatch(/# Complete,no/)
  })

  test('is listed on Sources with the value the source sent, as for an amount; a date the source left out is not', async () => {
    const diagnostics = sourceDiagnosticsSchema.parse(await sourceDiagnostics(operator, 'hello-tractor'))
    const of = (resource: string) =>
      diagnostics.resources.find((each) => each.resource === resource)?.unreadable
    expect(of('invoices')).toEqual({
      total: 1,
      isMore: false,
      rows: [
        { id: 'inv-2', field: 'created_at', code: 'date', reason: 'not a clear date', raw: '"10/11/2026"' },
      ],
    })
    expect(of('billing-periods')?.rows).toMatchObject([
      { id: '2', field: 'start_date', raw: '"10/11/2026"' },
      { id: '4', field: 'end_date', raw: '"15.11.2026"' },
      { id: '5', field: 'start_date', raw: '"11/10/2026"' },
    ])
    const links = sourceDiagnosticsSchema.parse(await sourceDiagnostics(operator, 'payment-links'))
    expect(links.resources[0]?.unreadable.rows).toMatchObject([{ id: '2', field: 'created' }])
    const clients = sourceDiagnosticsSchema.parse(await sourceDiagnostics(operator, 'client-invoices'))
    expect(clients.resources[0]?.unreadable.rows).toMatchObject([
      { id: 'A', field: 'payment_deadline' },
      { id: 'B', field: 'accounting_date' },
    ])
  })
})
