import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { answersFor } from '#lib/testing/answers.ts'
import { openTestDatabase, operator } from '#lib/testing/ask.ts'
import type { TestDatabase } from '#lib/testing/database.ts'
import { anInvoice, period, putInvoices, putPeriods } from '#lib/testing/rows.ts'
import { unzip } from '#lib/testing/unzip.ts'

const NIGHT = { firstSeenAt: '2026-03-02T23:30:00Z', changedAt: '2026-03-03T08:00:00Z' }

let own: TestDatabase
beforeAll(async () => {
  own = await openTestDatabase()
  await putPeriods(own.db, [
    period('1', {
      ...NIGHT,
      contract: 'Ada',
      currency: 'NGN',
      amount: '2.50',
      status: 'PAYMENT_FAILED',
      startDate: '2026-03-02',
      endDate: '2026-03-08',
      fundingSource: 'AGRI-1',
    }),
    period('2', {
      ...NIGHT,
      contract: null,
      currency: 'NGN',
      amount: null,
      status: null,
      startDate: '2026-03-01',
    }),
    period('3', {
      ...NIGHT,
      contract: '=1',
      currency: null,
      amount: '7',
      status: 'REVERSED',
      startDate: '2026-02-28',
    }),
  ])
  await putInvoices(own.db, [
    anInvoice('payment-links', '9', {
      number: '9',
      currency: 'NGN',
      amount: '5',
      state: 'partially_paid',
      paidAmount: '2.00',
    }),
  ])
})
afterAll(() => own.drop())

const answers = answersFor(operator)
const fileOf = async (query: string) => {
  const response = await answers.billingPeriodsCsv(query)
  const name = /filename="([^"]+)"/.exec(response.headers.get('content-disposition') ?? '')?.[1] ?? ''
  return { name, text: new TextDecoder('utf-8', { ignoreBOM: true }).decode(await response.arrayBuffer()) }
}

describe('a file for people', () => {
  test('has the columns of the screen in its order, its words and its time zone, and a total for each currency', async () => {
    const { text } = await fileOf('audience=people&columns=contract,status,period,amount,first_seen')
    expect(text.split('# ')[0]).toBe(
      [
        '\ufeffContract,Status,Period start,Period end,Currency,Amount,First seen (Africa/Lagos)',
        'Ada,Payment failed,2026-03-02,2026-03-08,NGN,2.50,2026-03-03 00:30',
        'No contract name,No status,2026-03-01,,NGN,,2026-03-03 00:30',
        "'=1,REVERSED,2026-02-28,,,7,2026-03-03 00:30",
        '"Total so far NGN: 2 rows, 1 without an amount",,,,NGN,2.50,',
        'Total so far without a currency: 1 row,,,,,,',
        '',
      ].join('\r\n'),
    )
  })

  test('keeps the order of the screen', async () => {
    const { text } = await fileOf('audience=people&columns=amount,contract')
    expect(text.split('\r\n')[0]).toBe('\ufeffCurrency,Amount,Contract')
    expect(text).toContain('\r\nNGN,2.50,')
  })

  test('is named after list, filters and day', async () => {
    const { name } = await fileOf(
      'audience=people&currency=NGN&status=PAYMENT_FAILED&start_from=2026-03-01&sort=contract',
    )
    expect(name).toMatch(/^billing-periods-ngn-payment-failed-2026-03-01-\d{4}-\d\d-\d\d\.csv$/)
    const long = await fileOf(
      `audience=people&${Array.from({ length: 40 }, (_, at) => `funding_source=Ünïted+${at}`).join('&')}`,
    )
    expect(long.name).toMatch(/^billing-periods-u-?ni-?ted-0-[a-z0-9.-]{20,50}-\d{4}-\d\d-\d\d\.csv$/)
  })

  test('of invoices names their statuses', async () => {
    const response = await answers.invoicesCsv(
      'source=payment-links&audience=people&columns=number,state,amount,paid',
    )
    expect((await response.text()).split('\r\n').slice(0, 2)).toEqual([
      expect.stringMatching(/^Number,[^,]+,Currency,Amount,[^,]+$/),
      '9,Partially paid,NGN,5,2.00',
    ])
  })
})

describe('a file for programs', () => {
  test('without provenance is nothing but names and values', async () => {
    const { text } = await fileOf('provenance=none&sort=start_date')
    expect(text.split('\r\n')).toEqual([
      'id,contract,start_date,end_date,week,status,currency,amount,amount_issue,funding_source,assignment,first_seen_at,changed_at',
      expect.stringMatching(/^3,'=1,2026-02-28,,2026-02-23,REVERSED,,7,/),
      expect.stringMatching(/^2,,2026-03-01,/),
      expect.stringMatching(
        /^1,Ada,2026-03-02,2026-03-08,2026-03-02,PAYMENT_FAILED,NGN,2\.50,.*,2026-03-02T23:30:00\.000Z,/,
      ),
      '',
    ])
  })

  test('with its provenance beside it is a ZIP of both', async () => {
    const response = await answers.billingPeriodsCsv('provenance=file&currency=NGN')
    expect(response.headers.get('content-type')).toBe('application/zip')
    const { files } = unzip(Buffer.from(await response.arrayBuffer()))
    const [rows, about] = files.map(({ name, bytes }) => ({ name, text: bytes.toString('utf8') }))
    expect(rows?.name).toMatch(/^billing-periods-\d{4}-\d\d-\d\d\.csv$/)
    expect(rows?.text.split('\r\n')).toHaveLength(4)
    expect(rows?.text).not.toContain('# ')
    expect(about?.name).toMatch(/-about\.csv$/)
    expect(about?.text).toContain('# Filter,currency,NGN\r\n')
    expect(about?.text).toContain('# Rows,2\r\n')
    expect(about?.text).toMatch(/# End of report\r\n$/)
  })
})

test.each([
  ['format=xlsx&provenance=none', 'provenance'],
  ['columns=amount', 'columns'],
  ['audience=people&columns=amount,secret', 'columns'],
  ['audience=people&columns=constructor', 'columns'],
  ['audience=everyone', 'audience'],
])('refuses %s', async (query, param) => {
  const refused = await Promise.resolve()
    .then(() => answers.billingPeriodsCsv(query))
    .catch((error: unknown) => error)
  expect(refused).toMatchObject({ status: 400, errors: [{ param }] })
})
