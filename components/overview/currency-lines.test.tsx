import { screen, waitFor, within } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import { mount } from '#components/testing/mount.tsx'
import { json, problem, serve } from '#components/testing/server.ts'
import { planOverview } from '#lib/collections/overview.ts'
import type { Comparison, EarlierRange } from '#lib/collections/schema.ts'
import { figuresOf, weekOf } from '#lib/collections/testing.ts'
import { CurrencyLines } from './currency-lines.tsx'

const choice = (value: string) => ({ value, label: value, count: 1 })
const options = { snapshot: '7', more: {}, options: { currency: ['NGN', 'KES', 'UGX', 'GHS'].map(choice) } }
const plan = planOverview(
  { currency: null, funding_source: [], range: '13w', from: null, to: null, as_of: null },
  'KES',
  '2026-11-25',
  options,
)

type RateVerdict = EarlierRange['verdicts']['rate']
const share = { part: '1', reachable: '1', billed: '1' }
const evidence = {
  rule: 'interval' as const,
  days: plan.range,
  before: plan.range,
  now: share,
  was: share,
  difference: -0.031,
  interval: { low: -0.05, high: -0.01 },
  contracts: 40,
}
const VERDICTS: Record<string, RateVerdict> = {
  NGN: { verdict: 'down', reason: null, evidence },
  KES: { verdict: 'no_clear_change', reason: null, evidence },
  UGX: { verdict: 'not_comparable', reason: 'too_recent', evidence: null },
}

function comparison(currency: string): Comparison {
  const { from, to } = plan.range
  const side = { from, to, figures: figuresOf(currency, {}), withoutCurrency: 0, isIncomplete: false }
  const rate = VERDICTS[currency]
  if (!rate) throw new Error(`no verdict for ${currency}`)
  const earlier = { ...side, atEqualAge: null, verdicts: { rate, failed: rate } }
  return { now: side, previous: earlier, lastYear: earlier, snapshot: '7', freshness: [] }
}

const weeks = [
  weekOf('2026-09-07', { PAYMENT_COMPLETE: '850', PENDING: '100', PAYMENT_FAILED: '50' }, 'NGN'),
  weekOf('2026-09-14', { PAYMENT_COMPLETE: '150' }, 'NGN'),
  weekOf('2026-09-07', { PAYMENT_COMPLETE: '3' }, 'KES'),
  weekOf('2026-09-07', {}, 'UGX'),
]

function open(others = 0) {
  serve({
    '/api/collections/weekly': () =>
      json({ weeks, withoutCurrency: 0, snapshot: '7', freshness: [], asOf: null }),
    '/api/collections/comparison': (search) => {
      const currency = search.get('currency') ?? ''
      return currency in VERDICTS ? json(comparison(currency)) : problem(503, 'Away.')
    },
  })
  const onOpen = vi.fn()
  const lines = (
    <CurrencyLines plan={plan} hrefOf={(code) => `/?currency=${code}`} onOpen={onOpen} others={others} />
  )
  return { onOpen, ...mount(lines) }
}

test('has a line for each currency with its own figures and what is known of the change', async () => {
  open()
  await screen.findByText(/−3.1/)
  await screen.findByText('No clear change')
  const [, ...rows] = screen.getAllByRole('row')
  const cells = rows.map((row) => [...row.children].map((cell) => cell.textContent.replaceAll(/\s/g, ' ')))
  expect(cells[0]).toEqual(['NGN', '', '1.2 k', '1.0 k', '87.0–95.7%', '−3.1 pt'])
  expect(cells[1]?.slice(2)).toEqual(['3.00', '3.00', '100.0%', 'No clear change'])
  expect(cells[2]?.[4]).toMatch(/^—/)
  expect(cells[2]?.[5]).toMatch(/^—.*still arriving|^— /)
  // A failed comparison leaves the other figures of its line.
  expect(cells[3]?.[0]).toBe('GHS')
})

test('shows no figures where they could not be loaded', async () => {
  serve({
    '/api/collections/weekly': () => problem(503, 'Away.'),
    '/api/collections/comparison': () => problem(503, 'Away.'),
  })
  mount(<CurrencyLines plan={plan} hrefOf={(code) => `/?currency=${code}`} onOpen={vi.fn()} others={0} />)
  await waitFor(() => expect(screen.getAllByTitle('The figures couldn’t be loaded')).toHaveLength(12))
  expect(await screen.findAllByTitle('The comparison couldn’t be loaded')).toHaveLength(4)
})

test('says which currency is open, and opens another', async () => {
  const { onOpen, user } = open()
  const open_ = await screen.findByRole('link', { name: 'KES' })
  expect(open_.getAttribute('aria-current')).toBe('true')
  const other = screen.getByRole('link', { name: 'UGX' })
  expect(other.getAttribute('href')).toBe('/?currency=UGX')
  await user.click(other)
  expect(onOpen).toHaveBeenCalledExactlyOnceWith('UGX')
})

test('draws a bar for each week that was billed, with the part that was collected', async () => {
  open()
  await screen.findByText(/−3.1/)
  const [, row] = screen.getAllByRole('row')
  const [billed, collected] = within(row as HTMLElement)
    .getByRole('img')
    .querySelectorAll('path')
  // Two weeks: 1,000 and 150 billed, of which 850 and 150 are collected; the highest bar is 22 px.
  expect([...(billed?.getAttribute('d') ?? '').matchAll(/v-([\d.]+)/g)].map(([, px]) => px)).toEqual([
    '22',
    '3.3',
  ])
  expect([...(collected?.getAttribute('d') ?? '').matchAll(/v-([\d.]+)/g)].map(([, px]) => px)).toEqual([
    '18.7',
    '3.3',
  ])
})

test('counts the currencies without a line', async () => {
  open(3)
  expect(await screen.findByText(/^3 further currencies have billing periods/)).toBeTruthy()
})
