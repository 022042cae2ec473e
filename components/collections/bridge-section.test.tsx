import { screen, within } from '@testing-library/react'
import { describe, expect, test } from 'vitest'
import { mount } from '#components/testing/mount.tsx'
import { json, never, problem, serve } from '#components/testing/server.ts'
import type { NoBridge } from '#lib/collections/bridge-names.ts'
import type { RateBridge } from '#lib/collections/bridge-schema.ts'
import { planCollections } from '#lib/collections/collections.ts'
import { explainedChange } from '#lib/collections/explained-change.ts'
import { BridgeSection } from './bridge-section.tsx'

const TODAY = '2026-11-25'
function planOf(currencies: readonly string[], as_of: string | null = null) {
  const params = {
    funding_source: [],
    currency: [],
    range: '13w',
    from: null,
    to: null,
    as_of,
    by: 'status',
  } as const
  const currency = currencies.map((value) => ({ value, label: value, count: 9 }))
  const plan = planCollections(params, { options: { currency }, more: {}, snapshot: '1' }, TODAY)
  if (!plan) throw new Error('there is a currency')
  return plan
}

const explained = explainedChange([
  {
    fundingSource: 'Fund A',
    contracts: 'continuing',
    count: 3,
    was: { billed: '100', collected: '60' },
    now: { billed: '150', collected: '75' },
  },
  {
    fundingSource: 'Fund B',
    contracts: 'ended',
    count: 1,
    was: { billed: '100', collected: '20' },
    now: null,
  },
  { fundingSource: null, contracts: 'unnamed', count: 1, was: null, now: { billed: '50', collected: '30' } },
])

const answer: RateBridge = {
  currency: 'NGN',
  days: { from: '2026-08-31', to: TODAY },
  before: { from: '2026-06-01', to: '2026-08-26' },
  beforeAsOf: '2026-08-26T09:00:00.000Z',
  historyFrom: '2026-05-01T09:00:00.000Z',
  refused: null,
  explained,
  snapshot: '1',
  freshness: [],
}
const refusal = (refused: NoBridge, rest: Partial<RateBridge> = {}): RateBridge => {
  return { ...answer, refused, explained: null, ...rest }
}

function show(shown: RateBridge, plan = planOf(['NGN'])) {
  const asked: string[] = []
  serve({
    '/api/collections/bridge': (search) => {
      asked.push(search.toString())
      return json(shown)
    },
  })
  return { ...mount(<BridgeSection plan={plan} />), asked }
}
const rowsOf = (table: RegExp) =>
  within(screen.getByRole('region', { name: table }))
    .getAllByRole('row')
    .slice(1)
    .map((row) =>
      within(row)
        .getAllByRole('cell')
        .map((cell) => cell.textContent?.replaceAll('\u00a0', ' ')),
    )

describe('why the rate changed', () => {
  test('shows the parts of the change, which add up to it', async () => {
    const { asked } = show(answer)
    expect(await screen.findByText('NGN: 40.0% → 52.5%')).toBeTruthy()
    expect(
      screen.getByText(/31 Aug – 25 Nov 2026 compared with 1 Jun – 26 Aug 2026 as it stood on 26 Aug 2026/),
    ).toBeTruthy()
    expect(rowsOf(/by funding source/)).toEqual([
      ['+13.1 pt', '±0.0 pt', '+13.1 pt', '20.0%→—', '50.0%→0.0%'],
      ['−4.0 pt', '−6.2 pt', '+2.2 pt', '60.0%→50.0%', '50.0%→75.0%'],
      ['+3.4 pt', '±0.0 pt', '+3.4 pt', '—→60.0%', '0.0%→25.0%'],
      ['+12.5 pt', '−6.2 pt', '+18.7 pt', '40.0%→52.5%', ''],
    ])
    expect(rowsOf(/by contracts/).map((cells) => cells.at(0))).toEqual([
      '−4.0 pt',
      '+13.1 pt',
      '+3.4 pt',
      '+12.5 pt',
    ])
    expect(screen.getByRole('rowheader', { name: 'Ended 1' })).toBeTruthy()
    expect(screen.getByRole('button', { name: 'Download Why the rate changed as CSV' })).toBeTruthy()
    expect(asked).toEqual(['currency=NGN&from=2026-08-31&to=2026-11-29'])
  })

  test('opens the billing periods of a funding source in both ranges, and none of contracts', async () => {
    show(answer)
    const row = (await screen.findByRole('rowheader', { name: 'Fund A' })).closest('tr') as HTMLElement
    const [was, now, ...more] = within(row).getAllByRole('link')
    expect(was?.getAttribute('href')).toMatch(
      /funding_source=Fund\+A.*start_from=2026-06-01&start_to=2026-08-26/,
    )
    expect(was?.getAttribute('href')).toMatch(/as_of=/)
    expect(now?.getAttribute('href')).toMatch(/start_from=2026-08-31&start_to=2026-11-25$/)
    expect(more).toEqual([])
    const contracts = screen.getByRole('region', { name: /by contracts/ })
    expect(within(contracts).queryAllByRole('link')).toEqual([])
  })

  test('says which currency it shows where there are several', async () => {
    show(answer, planOf(['NGN', 'KES']))
    expect(await screen.findByText(/Shown for NGN\. For another currency/)).toBeTruthy()
  })
})

describe('a change that is not explained', () => {
  test('on the first days of an installation says from which day on it can be', async () => {
    show(refusal('not_observed', { historyFrom: '2026-11-20T09:00:00.000Z' }))
    expect(
      await screen.findByText(/Furrow did not observe the earlier dates, 1 Jun – 26 Aug 2026/),
    ).toBeTruthy()
    expect(
      screen.getByText(
        /history begins on 20 Nov 2026, so dates of this length can be explained from 19 Feb 2027/,
      ),
    ).toBeTruthy()
    expect(screen.queryByRole('table')).toBe(null)
    expect(screen.queryByRole('button')).toBe(null)
  })

  test('names no day that has passed', async () => {
    show(refusal('not_observed'))
    expect(await screen.findByText(/did not observe the earlier dates/)).toBeTruthy()
    expect(screen.queryByText(/history begins/)).toBe(null)
  })

  test('before the first complete sync says what it waits for', async () => {
    show(refusal('not_observed', { historyFrom: null }))
    expect(await screen.findByText(/history begins with its first complete sync\.$/)).toBeTruthy()
  })

  test.each([
    ['no_rate_now', 'These dates have no collection rate, so there is no change to explain.'],
    ['no_rate_before', 'The earlier dates, 1 Jun – 26 Aug 2026, have no collection rate to compare with.'],
    ['no_rate_then', /had no collection rate when they were as old as these are now\.$/],
    ['uncertain', /can’t tell what they were/],
    ['credits', /credits leave a group/],
    ['incomplete_now', 'The change can’t be explained: some of these dates haven’t synced yet.'],
    ['too_slow', 'The change can’t be explained: the comparison took too long.'],
  ] as const)('for %s says so in a sentence', async (refused, sentence) => {
    show(refusal(refused))
    expect(await screen.findByText(sentence)).toBeTruthy()
  })

  test('is not asked for as of an earlier day', () => {
    const { asked } = show(answer, planOf(['NGN'], '2026-10-01'))
    expect(screen.getByText(/remove the filter As of/)).toBeTruthy()
    expect(asked).toEqual([])
  })
})

test('shows a placeholder until it has loaded, and offers to try again where it failed', async () => {
  serve({ '/api/collections/bridge': never })
  const { unmount } = mount(<BridgeSection plan={planOf(['NGN'])} />)
  expect(screen.getByRole('status')).toBeTruthy()
  unmount()
  serve({ '/api/collections/bridge': () => problem(400, 'No.') })
  mount(<BridgeSection plan={planOf(['NGN'])} />)
  expect(await screen.findByText('Why the rate changed couldn’t be loaded')).toBeTruthy()
  expect(screen.getByRole('button', { name: /try again/i })).toBeTruthy()
})
