import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseExactJson } from '#lib/server/upstream/testing/exact-json.ts'
import { toBillingPeriod, toInvoice } from './map.ts'

const ZONE = 'Africa/Lagos'
const SEED_PERIOD = {
  id: 5001,
  loanName: 'Contract Kaduna 17',
  start_date: '2025-05-19',
  end_date: '2025-05-25',
  status: { label: 'PAYMENT_COMPLETE' },
  currency: 'NGN',
  totalAmountIncMaintenanceFee: '125000.00',
}
const SEED_INVOICE = {
  id: 'inv-001',
  invoice_no: 'INV-2025-0001',
  title: 'Weekly service',
  total: '125000.00',
  usd_total: '85.00',
  invoice_paid: false,
  created_at: '2025-05-20T10:00:00Z',
}
const period = (changes: object) => toBillingPeriod({ ...SEED_PERIOD, ...changes })
const invoice = (changes: object) => toInvoice({ ...SEED_INVOICE, ...changes }, ZONE)

/** Decimals in any JSON notation, within the digits that the mirror stores. */
const decimal = fc
  .tuple(
    fc.constantFrom('', '-'),
    fc.stringMatching(/^(0|[1-9]\d{0,39})$/),
    fc.option(fc.stringMatching(/^\d{1,40}$/), { nil: null }),
  )
  .map(([sign, whole, decimals]) => `${sign}${whole}${decimals === null ? '' : `.${decimals}`}`)
  .filter((text) => !/^-[0.]*$/.test(text))

describe('billing periods', () => {
  test('maps the documented row', () => {
    expect(toBillingPeriod(SEED_PERIOD)).toEqual({
      id: '5001',
      contract: 'Contract Kaduna 17',
      startDate: '2025-05-19',
      endDate: '2025-05-25',
      status: 'PAYMENT_COMPLETE',
      currency: 'NGN',
      amount: '125000.00',
      amountIssue: null,
      fundingSource: null,
      unreadable: [],
      raw: SEED_PERIOD,
    })
  })

  test.each([
    [{ label: 'PAYMENT_FAILED' }, 'PAYMENT_FAILED'],
    [{ code: 3, label: 'PAYMENT_FAILED' }, 'PAYMENT_FAILED'],
    [{ code: 'PAYMENT_COMPLETE', label: 'Paid in full' }, 'PAYMENT_COMPLETE'],
    [{ code: 'PAYMENT_COMPLETE' }, 'PAYMENT_COMPLETE'],
    [{ label: 'Payment complete' }, 'PAYMENT_COMPLETE'],
    ['sent-to-payment-service', 'SENT_TO_PAYMENT_SERVICE'],
    [' pending ', 'PENDING'],
    ['Disputed', 'Disputed'],
    [{ code: 'X9', label: 'Written off' }, 'Written off'],
    [{ code: 'DISPUTED', label: 'Disputed' }, 'DISPUTED'],
    [{ code: 7 }, '7'],
    [{ label: null, code: null }, null],
    [null, null],
    ['', null],
    [true, null],
    [['DRAFT'], null],
  ])('status %j becomes %j', (status, expected) => {
    expect(period({ status })?.status).toBe(expected)
  })

  test('accepts every name in camelCase and in snake_case', () => {
    const row = {
      id: '5001',
      loan_name: 'L',
      startDate: '2025-05-19',
      endDate: '2025-05-25',
      status: 'DRAFT',
      total_amount_inc_maintenance_fee: '7.5',
      fundingSource: 'F',
    }
    expect(toBillingPeriod(row)).toMatchObject({
      contract: 'L',
      startDate: '2025-05-19',
      endDate: '2025-05-25',
      amount: '7.5',
      fundingSource: 'F',
    })
  })

  test.each([5001, '5001', ' 5001 '])('the id %j is read', (id) => {
    expect(period({ id })?.id).toBe('5001')
  })

  test.each([null, undefined, '', {}, true, [1], 'a\nb', 'x'.repeat(201)])(
    'the id %j rejects the row',
    (id) => {
      expect(period({ id })).toBeNull()
    },
  )

  test.each(['NaN', 'a lot', '1,250.00', '', {}, true, null, '1e999'])(
    'the amount %j is null with a reason, and the row is kept',
    (totalAmountIncMaintenanceFee) => {
      const row = period({ totalAmountIncMaintenanceFee })
      expect(row?.amount).toBeNull()
      expect(row?.amountIssue).toBeTruthy()
      expect(row?.raw.totalAmountIncMaintenanceFee).toBe(totalAmountIncMaintenanceFee)
    },
  )

  test('money keeps every digit, as text or as a number', () => {
    fc.assert(
      fc.property(decimal, fc.boolean(), (amount, isText) => {
        const json = `{"id":1,"totalAmountIncMaintenanceFee":${isText ? `"${amount}"` : amount}}`
        expect(toBillingPeriod(parseExactJson(json) as Record<string, unknown>)?.amount).toBe(amount)
      }),
    )
  })

  test('no content of the other fields rejects a row or throws', () => {
    const anything = fc.dictionary(
      fc.constantFrom(...Object.keys(SEED_PERIOD), 'funding_source', '__proto__', 'x'),
      fc.anything(),
    )
    fc.assert(
      fc.property(anything, (fields) => {
        expect(toBillingPeriod({ ...fields, id: 1 })).toMatchObject({ id: '1' })
        expect(toInvoice({ ...fields, id: 1 }, ZONE)).toMatchObject({ id: '1' })
      }),
    )
  })

  test.each(['0000-00-00', '', null])('the day %j means that there is none', (start_date) => {
    expect(period({ start_date })).toMatchObject({ startDate: null, unreadable: [] })
  })

  test.each(['2025-02-30', '19/05/2025', 1747735200, {}])('the day %j is unreadable', (start_date) => {
    expect(period({ start_date })).toMatchObject({ startDate: null, unreadable: ['start_date'] })
  })

  test('keeps the row’s own funding source and unknown fields', () => {
    const row = period({ funding_source: 'AGRI-FUND-1', somethingNew: { a: 1 } })
    expect(row?.fundingSource).toBe('AGRI-FUND-1')
    expect(row?.raw.somethingNew).toEqual({ a: 1 })
  })
})

describe('invoices', () => {
  test('maps the documented row', () => {
    expect(invoice({})).toMatchObject({
      source: 'hello-tractor',
      id: 'inv-001',
      number: 'INV-2025-0001',
      title: 'Weekly service',
      currency: null,
      amount: '125000.00',
      usdAmount: '85.00',
      state: 'not_paid',
      issuedOn: '2025-05-20',
      issuedAt: '2025-05-20T10:00:00.000Z',
      fundingSource: null,
    })
  })

  test.each([
    [true, 'paid'],
    ['true', 'paid'],
    ['True', 'paid'],
    [1, 'paid'],
    ['1', 'paid'],
    [false, 'not_paid'],
    ['false', 'not_paid'],
    [0, 'not_paid'],
    [null, 'unknown'],
    [undefined, 'unknown'],
    ['yes', 'unknown'],
    [2, 'unknown'],
    [{}, 'unknown'],
  ])('invoice_paid %j becomes %j', (invoice_paid, state) => {
    expect(invoice({ invoice_paid })?.state).toBe(state)
  })

  test('a dollar amount keeps its long fraction, and an unreadable one is listed as unreadable', () => {
    const usd_total = '85.00000000000000000000000001'
    expect(invoice({ usd_total })).toMatchObject({ usdAmount: usd_total, unreadable: [] })
    expect(invoice({ usd_total: '1,234' })).toMatchObject({ usdAmount: null, unreadable: ['usd_total'] })
    expect(invoice({ usd_total: null })).toMatchObject({ usdAmount: null, unreadable: [] })
  })

  test.each([
    ['2025-05-20T10:00:00.123456Z', '2025-05-20', '2025-05-20T10:00:00.123Z'],
    ['2025-05-20T23:30:00Z', '2025-05-21', '2025-05-20T23:30:00.000Z'],
    ['2025-05-20T23:30:00+02:00', '2025-05-20', '2025-05-20T21:30:00.000Z'],
    ['2025-05-20 10:00:00', '2025-05-20', '2025-05-20T10:00:00.000Z'],
    ['2025-05-20T10:00', '2025-05-20', '2025-05-20T10:00:00.000Z'],
    ['2025-05-20', '2025-05-20', '2025-05-20T00:00:00.000Z'],
    ['yesterday', null, null],
    ['', null, null],
    [null, null, null],
    [1747735200, '2025-05-20', '2025-05-20T10:00:00.000Z'],
    [1747783800, '2025-05-21', '2025-05-20T23:30:00.000Z'],
  ])('created_at %j is issued on %j at %j', (created_at, issuedOn, issuedAt) => {
    expect(invoice({ created_at })).toMatchObject({ issuedOn, issuedAt })
  })

  test('a plain day stays the same in every zone', () => {
    expect(toInvoice({ ...SEED_INVOICE, created_at: '2025-05-20' }, 'America/New_York')?.issuedOn).toBe(
      '2025-05-20',
    )
  })

  test.each([
    ['SERVICE', 'SERVICE', 'SERVICE'],
    [3, '3', null],
    [{ code: 3, label: 'Service' }, '3', 'Service'],
    [null, null, null],
  ])('invoice_type %j is %j, %j', (invoice_type, invoiceType, invoiceTypeLabel) => {
    expect(invoice({ invoice_type })).toMatchObject({ invoiceType, invoiceTypeLabel })
  })
})
