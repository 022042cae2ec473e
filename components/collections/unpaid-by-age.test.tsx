import { screen, within } from '@testing-library/react'
import { describe, expect, test } from 'vitest'
import { mount } from '#components/testing/mount.tsx'
import { json, never, problem, serve } from '#components/testing/server.ts'
import type { UnpaidByAge as Answer } from '#lib/collections/age-schema.ts'
import { planCollections } from '#lib/collections/collections.ts'
import { UnpaidByAge } from './unpaid-by-age.tsx'

const params = {
  funding_source: [],
  currency: [],
  range: '13w',
  from: null,
  to: null,
  as_of: null,
  by: 'status',
} as const
const options = {
  options: { currency: [{ value: 'NGN', label: 'NGN', count: 9 }] },
  more: {},
  snapshot: '1',
}
const plan = planCollections(params, options, '2026-11-25')
if (!plan) throw new Error('there is a currency')

const answer = (ages: Answer['ages']): Answer => ({
  today: '2026-11-25',
  ages,
  withoutCurrency: 0,
  snapshot: '1',
  freshness: [],
})

describe('unpaid by age', () => {
  test('shows each amount with its shares and what it leaves out, as a link to its rows', async () => {
    const unpaid = {
      age: 'days_0_7',
      currency: 'NGN',
      outstanding: '4000',
      failed: '3000',
      inFlight: '1000',
    } as const
    serve({ '/api/collections/age': () => json(answer([{ ...unpaid, count: 5, unknownAmounts: 1 }])) })
    mount(<UnpaidByAge plan={plan} />)
    const row = (await screen.findByRole('rowheader', { name: '0–7 days' })).closest('tr') as HTMLElement
    expect(row.textContent).toBe(
      '0–7 days4,000.005 periods75.0% failed · 25.0% pending1 without an amount excluded',
    )
    expect(within(row).getByRole('link').getAttribute('href')).toMatch(
      /end_from=2026-11-18&end_to=2026-11-25/,
    )
    expect(screen.getByRole('row', { name: /^Over 90 days none/ })).toBeTruthy()
    expect(screen.getByRole('row', { name: /^Outstanding 4,000.00/ })).toBeTruthy()
    expect(screen.getByRole('button', { name: 'Download Unpaid by age as CSV' })).toBeTruthy()
  })

  test('says that nothing is unpaid', async () => {
    serve({ '/api/collections/age': () => json(answer([])) })
    mount(<UnpaidByAge plan={plan} />)
    expect(await screen.findByText('No unpaid billing periods start in this date range.')).toBeTruthy()
  })

  test('counts the periods without a currency that no column shows', async () => {
    const unpaid = { age: 'no_end', outstanding: '0', failed: '0', inFlight: '0', unknownAmounts: 0 } as const
    const of = (currency: string | null) => ({
      ...answer([{ ...unpaid, currency, count: 3 }]),
      withoutCurrency: 3,
    })
    serve({ '/api/collections/age': () => json(of('NGN')) })
    const { unmount } = mount(<UnpaidByAge plan={plan} />)
    expect(await screen.findByText('3 unpaid periods without a currency are not in this table.')).toBeTruthy()
    unmount()
    serve({ '/api/collections/age': () => json({ ...answer([]), withoutCurrency: 1 }) })
    const { unmount: again } = mount(<UnpaidByAge plan={plan} />)
    expect(await screen.findByText('1 unpaid period without a currency is not in this table.')).toBeTruthy()
    again()
    serve({ '/api/collections/age': () => json(of(null)) })
    mount(<UnpaidByAge plan={plan} />)
    expect(await screen.findByRole('columnheader', { name: 'Unknown currency' })).toBeTruthy()
    expect(screen.queryByText(/without a currency are/)).toBeNull()
  })

  test('shows a placeholder until it has loaded, and offers to try again where it failed', async () => {
    serve({ '/api/collections/age': never })
    const { unmount } = mount(<UnpaidByAge plan={plan} />)
    expect(screen.getByRole('status')).toBeTruthy()
    unmount()
    serve({ '/api/collections/age': () => problem(400, 'No.') })
    mount(<UnpaidByAge plan={plan} />)
    expect(await screen.findByText('Unpaid amounts by age couldn’t be loaded')).toBeTruthy()
    expect(screen.getByRole('button', { name: /try again/i })).toBeTruthy()
  })
})
