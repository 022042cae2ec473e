import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, test } from 'vitest'
import { mount } from '#components/testing/mount.tsx'
import { json, problem, serve } from '#components/testing/server.ts'
import type { Target, TargetPoint, Targets } from '#lib/collections/target-schema.ts'
import { TargetsSection } from './targets-section.tsx'

const POINT: TargetPoint = {
  from: '2026-08-24',
  to: '2026-11-22',
  billed: '1000',
  collected: '800',
  inFlight: '60',
  freshFailed: '20',
  rate: 0.8,
  reachable: 0.88,
  rateIssue: null,
  leftOut: 0,
  partial: false,
  state: 'open',
  reason: 'undecided',
}
const EARLIER: TargetPoint = {
  ...POINT,
  from: '2026-08-17',
  to: '2026-11-15',
  inFlight: '0',
  freshFailed: '0',
  reachable: 0.8,
  leftOut: 3,
  state: 'below',
  reason: null,
}
const TARGET: Target = {
  fundingSource: 'Fund A',
  currency: 'NGN',
  percent: '85',
  setAt: '2026-11-01T09:00:00.000Z',
  isGone: false,
  weeksBelow: 0,
  isBelowLonger: false,
  points: [POINT, EARLIER],
}
const answer = (...targets: Target[]): Targets => {
  return { today: '2026-11-25', targets, snapshot: '1', freshness: [] }
}

function show(given: Targets | null, props: { asOf?: string | null; isShort?: boolean } = {}) {
  serve({ '/api/collections/targets': () => (given ? json(given) : problem(503, 'Away.')) })
  const section = <TargetsSection currencies={[]} fundingSources={[]} asOf={null} {...props} />
  return mount(section)
}
const cells = (row: HTMLElement | undefined) =>
  [...(row?.children ?? [])].map((cell) => cell.textContent.replaceAll('\u00a0', ' ').trim())
const rows = () => screen.getAllByRole('row').slice(1)

describe('the section of targets', () => {
  test('says of each target its rate, headroom and status, and the amounts behind them', async () => {
    show(answer(TARGET))
    await screen.findByRole('heading', { name: 'Targets' })
    expect(cells(rows()[0]).slice(0, 9)).toEqual([
      'Fund A',
      'NGN',
      'OpenPayments may still arrive',
      '80.0–88.0%',
      '85%',
      '−5.0 to +3.0 pt',
      '800.00',
      '80.00',
      '1,000.00',
    ])
    expect(screen.getByText(/24 Aug – 22 Nov 2026/)).toBeTruthy()
    expect(screen.getByRole('button', { name: /CSV/ })).toBeTruthy()
  })

  test('opens the computation of every weekly point, and closes it', async () => {
    const { user } = show(answer(TARGET))
    const toggle = await screen.findByRole('button', { name: 'Show the weeks of Fund A in NGN' })
    await user.click(toggle)
    expect(rows()).toHaveLength(3)
    const earlier = rows()[2]
    expect(cells(earlier).slice(0, 4)).toEqual(['17 Aug – 15 Nov 2026', '', 'Below', '80.0%'])
    expect(cells(earlier).at(-1)).toBe('3 periods excluded')
    const [collected, billed] = within(earlier as HTMLElement)
      .getAllByRole('link')
      .map((link) => new URL(link.getAttribute('href') ?? '', 'http://here').searchParams)
    expect(collected?.getAll('status')).toEqual(['PAYMENT_COMPLETE'])
    expect(billed?.get('start_from')).toBe('2026-08-17')
    await user.click(toggle)
    expect(rows()).toHaveLength(1)
  })

  test('counts the weeks below, and marks a funding source that is gone', async () => {
    const below = { ...EARLIER, leftOut: 0 }
    const gone = {
      ...TARGET,
      fundingSource: 'Fund B',
      isGone: true,
      weeksBelow: 26,
      isBelowLonger: true,
      points: [below],
    }
    show(answer({ ...TARGET, weeksBelow: 7, points: [below] }, gone))
    await screen.findByText('for 7 weeks')
    expect(screen.getByText('for 26 weeks or more')).toBeTruthy()
    expect(screen.getByText('No billing periods')).toBeTruthy()
    expect(screen.getAllByText('Below')).toHaveLength(2)
  })

  test('says how long the rate was below before the weeks that are undecided', async () => {
    show(answer({ ...TARGET, weeksBelow: 9 }))
    expect(await screen.findByText('Before that, below for 9 weeks')).toBeTruthy()
    expect(screen.getByText('Payments may still arrive')).toBeTruthy()
  })

  test('has no headroom without a rate, and says why', async () => {
    const nothing = { ...POINT, billed: '0', collected: '0', inFlight: '0', freshFailed: '0', rate: null }
    const point = {
      ...nothing,
      reachable: null,
      rateIssue: 'nothing_billed',
      reason: 'nothing_billed',
    } as const
    show(answer({ ...TARGET, points: [point] }))
    await screen.findByText('Nothing billed')
    expect(cells(rows()[0]).slice(3, 6)).toEqual(['—', '85%', '—'])
  })

  test('leaves out amounts and weeks in the report', async () => {
    show(answer(TARGET), { isShort: true })
    await screen.findByText('85%')
    expect(cells(rows()[0])).toHaveLength(6)
  })

  test('is not there without a target', async () => {
    const { container } = show(answer())
    await waitFor(() => expect(container.textContent).toBe(''))
    expect(screen.queryByRole('heading')).toBeNull()
  })

  test('refers to today for figures as of an earlier day, and says when it could not be loaded', async () => {
    show(answer(TARGET), { asOf: '2026-10-01' })
    expect(await screen.findByText(/remove the filter As of/)).toBeTruthy()
    expect(screen.queryByText('85%')).toBeNull()
  })

  test('says when it could not be loaded', async () => {
    show(null)
    expect(await screen.findByText('Targets couldn’t be loaded')).toBeTruthy()
  })
})
