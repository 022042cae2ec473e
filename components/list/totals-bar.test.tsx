import { screen } from '@testing-library/react'
import { describe, expect, test, vi } from 'vitest'
import { fresh, total } from '#components/testing/contract-list.tsx'
import { mount } from '#components/testing/mount.tsx'
import type { CurrencyTotal, Freshness } from '#lib/schema.ts'
import { TotalsBar } from './totals-bar.tsx'

const PARTIAL = fresh({
  complete: false,
  missing: [
    {
      from: '2026-01-05',
      to: '2026-01-11',
      reason: 'failed',
      why: [{ code: 'shifting' }],
      detail: 'The detail of the API.',
    },
  ],
})

function mountTotals(
  totals: readonly CurrencyTotal[],
  {
    freshness = [fresh()] as readonly Freshness[],
    hasAmounts = true,
    onRenew = null as (() => void) | null,
  } = {},
) {
  const props = { list: 'invoices' as const, totals, freshness, hasAmounts, onRenew }
  return mount(<TotalsBar {...props} />)
}

const bar = () => screen.getByRole('region').textContent?.replaceAll('\u00a0', ' ')
const sums = () => screen.queryAllByRole('listitem').map((one) => one.textContent)

describe('the totals of a list', () => {
  test('are separate for each currency', () => {
    mountTotals([total(2, { amount: '10.5' }), total(1, { currency: 'KES', amount: '-3' })])
    expect(bar()).toMatch(/^3 invoices/)
    expect(sums()).toEqual(['NGN 10.50', 'KES −3.00'])
    expect(screen.getByTitle('1 invoice in KES')).toBeTruthy()
  })

  test('are exact, however large', () => {
    mountTotals([total(1_234_567, { amount: '-123456789012345678901234567890.1234' })])
    expect(sums()).toEqual(['NGN −123,456,789,012,345,678,901,234,567,890.1234'])
    expect(bar()).toMatch(/^1,234,567 invoices/)
  })

  test('count unknown amounts and rows without a currency, which are in no sum', () => {
    mountTotals([
      total(5, { unknownAmounts: 2 }),
      { currency: null, count: 3, amount: null, unknownAmounts: 0 },
    ])
    expect(bar()).toMatch(/^8 invoices/)
    expect(sums()).toHaveLength(1)
    expect(bar()).toContain('2 without an amount')
    expect(bar()).toContain('3 without a currency')
  })

  test('of no known amount show no sum, and never 0', () => {
    mountTotals([{ currency: null, count: 3, amount: null, unknownAmounts: 3 }])
    expect(sums()).toEqual([])
    expect(bar()).not.toContain('0.00')
  })

  test('of no row are a count of 0', () => {
    mountTotals([])
    expect(bar()).toMatch(/^0 invoices/)
  })

  test('leave out amounts where the list has none', () => {
    mountTotals([total(5, { unknownAmounts: 5 })], { hasAmounts: false })
    expect(sums()).toEqual([])
    expect(bar()).not.toContain('without an amount')
  })

  test('show hidden characters of a currency', () => {
    mountTotals([total(1, { currency: 'N\u202eGN' })])
    expect(sums()[0]).toMatch(/^N\[U\+202E\]GN /)
  })
})

describe('the age of the totals', () => {
  test('is that of the oldest part', () => {
    const older = fresh({ recentAsOf: '2026-11-25T06:00:00.000Z' })
    mountTotals([total(1)], { freshness: [fresh(), older] })
    expect(screen.getByText(/^3 h/).closest('time')?.dateTime).toBe('2026-11-25T06:00:00.000Z')
    expect(bar()).toContain('Total of all matching rows')
  })

  test('is left out if a part was never read completely', () => {
    mountTotals([total(1)], { freshness: [fresh(), fresh({ recentAsOf: null })] })
    expect(bar()).not.toContain('as of')
  })
})

describe('totals that leave out rows', () => {
  test('are called sums so far, and say what is missing', async () => {
    const { user } = mountTotals([total(1)], { freshness: [PARTIAL] })
    expect(screen.getByRole('region', { name: 'Invoice totals so far' })).toBeTruthy()
    expect(bar()).not.toContain('Total of all matching rows')
    await user.click(screen.getByRole('button', { name: 'Partial' }))
    expect(await screen.findByRole('dialog', { name: 'Missing data' })).toBeTruthy()
    expect(await screen.findByText('These totals are partial')).toBeTruthy()
    expect(screen.getByText('The list kept changing during the sync.')).toBeTruthy()
  })
})

test('newer data is shown when the reader asks for it', async () => {
  const onRenew = vi.fn()
  const { user } = mountTotals([total(1)], { onRenew })
  await user.click(screen.getByRole('button', { name: 'Show newer data' }))
  expect(onRenew).toHaveBeenCalledTimes(1)
})
