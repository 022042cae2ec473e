import fc from 'fast-check'
import { expect, test } from 'vitest'
import { BILLING_STATUS_GROUPS, COLLECTION_ROLES } from '#lib/billing-periods/status.ts'
import { collectionRate, subtractMoney, sumMoney } from '#lib/money.ts'
import { countOf, FIGURE_STATUSES, hasMissingDays, relativeChange, sumFigures } from './figures.ts'
import { figuresOf } from './testing.ts'

const cents = fc.bigInt({ min: 0n, max: 10n ** 26n })
const decimal = cents.map((value) => `${value / 100n}.${String(value % 100n).padStart(2, '0')}`)
const figures = fc
  .record({ collected: decimal, failed: decimal, sent: decimal, draft: decimal })
  .map((amounts) =>
    figuresOf('NGN', {
      PAYMENT_COMPLETE: amounts.collected,
      PAYMENT_FAILED: amounts.failed,
      SENT_TO_PAYMENT_SERVICE: amounts.sent,
      DRAFT: amounts.draft,
    }),
  )

test('sums exactly to the last digit, with billed equal to collected plus failed plus in flight', () => {
  fc.assert(
    fc.property(fc.array(figures, { maxLength: 60 }), (parts) => {
      const sum = sumFigures(parts, 'NGN')
      const exact = (amounts: string[]) =>
        amounts.reduce((total, amount) => total + BigInt(amount.replace('.', '')), 0n)
      const inCents = (amount: string) => BigInt(sumMoney([amount, '0.001']).replace('.', '').slice(0, -1))
      expect(inCents(sum.billed)).toBe(exact(parts.map((part) => centsText(part.billed))))
      expect(sum.billed).toBe(sumMoney([sum.collected, sum.failed, sum.inFlight]))
      expect(sum.outstanding).toBe(subtractMoney(sum.billed, sum.collected))
      expect(sum.rate).toBe(collectionRate(sum.collected, sum.billed))
    }),
  )
})

function centsText(amount: string): string {
  const [whole = '0', decimals = ''] = amount.split('.')
  return `${whole}${decimals.padEnd(2, '0')}`
}

test('computes the rate from the sums instead of averaging rates', () => {
  const small = figuresOf('NGN', { PAYMENT_FAILED: '10' })
  const large = figuresOf('NGN', { PAYMENT_COMPLETE: '990' })
  expect(sumFigures([small, large], 'NGN').rate).toBe(0.99)
})

test('refuses to add different currencies', () => {
  expect(() => sumFigures([figuresOf('KES', { PENDING: '1' })], 'NGN')).toThrow('another currency')
})

test('gives the sum of nothing no rate', () => {
  expect(sumFigures([], 'NGN')).toMatchObject({
    billed: '0',
    collected: '0',
    rate: null,
    count: 0,
    partial: false,
  })
})

test('marks the sum partial if one part is, and counts unknown amounts', () => {
  const partial = { ...figuresOf('NGN', { PENDING: '1' }), partial: true, unknownAmounts: 2 }
  expect(sumFigures([figuresOf('NGN', { PENDING: '1' }), partial], 'NGN')).toMatchObject({
    partial: true,
    unknownAmounts: 2,
  })
})

test('builds each figure from the statuses with its role', () => {
  const withRoles = (...roles: string[]) =>
    BILLING_STATUS_GROUPS.filter((status) => roles.includes(COLLECTION_ROLES[status]))
  expect([...FIGURE_STATUSES.billed].sort()).toEqual(withRoles('collected', 'failed', 'in_flight').sort())
  expect([...FIGURE_STATUSES.collected]).toEqual(withRoles('collected'))
  expect([...FIGURE_STATUSES.outstanding].sort()).toEqual(withRoles('failed', 'in_flight').sort())
  expect([...FIGURE_STATUSES.failed]).toEqual(withRoles('failed'))
})

test('counts only the periods of the figure', () => {
  const some = figuresOf('NGN', { PAYMENT_COMPLETE: '5', PAYMENT_FAILED: '5', DRAFT: '5' })
  expect(countOf(some, FIGURE_STATUSES.billed)).toBe(2)
})

test('leaves a change against nothing unknown, never infinite or 100 %', () => {
  expect(relativeChange('10', '0')).toBeNull()
  expect(relativeChange('108.1', '100')).toBe(0.081)
  expect(relativeChange('0', '100')).toBe(-1)
})

test('reports missing days for incomplete billing periods, but not for other lists', () => {
  const entry = {
    source: 'hello-tractor',
    recentAsOf: null,
    historyAsOf: null,
    pausedSince: null,
    unreadableDates: 0,
    missing: [],
  } as const
  expect(hasMissingDays([{ ...entry, missing: [], resource: 'invoices', complete: false }])).toBe(false)
  expect(hasMissingDays([{ ...entry, missing: [], resource: 'billing-periods', complete: false }])).toBe(true)
})
