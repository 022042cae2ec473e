import { screen } from '@testing-library/react'
import { describe, expect, test, vi } from 'vitest'
import { OPTIONS } from '#components/testing/contract-list.tsx'
import { mount } from '#components/testing/mount.tsx'
import { json, never, problem, serve } from '#components/testing/server.ts'
import type { MissingRange } from '#lib/schema.ts'
import { LastBilled } from './last-billed.tsx'
import { MissingDays } from './missing-days.tsx'
import { NothingMirrored } from './nothing-mirrored.tsx'
import { RateCell } from './rate-cell.tsx'
import { ScopeControls } from './scope-controls.tsx'

const missing = (from: string | null, to = from): MissingRange => ({
  from,
  to,
  reason: 'failed',
  why: [{ code: 'failed', error: 'timeout', message: 'The message of the API.' }],
  detail: 'The detail of the API.',
})
const text = () => document.body.textContent

describe('the days that figures miss', () => {
  test('are listed with their reasons', () => {
    mount(<MissingDays missing={[missing('2026-11-02', '2026-11-08'), missing('2026-10-05')]} />)
    expect(screen.getAllByRole('listitem').map((one) => one.textContent)).toEqual([
      '2 – 8 Nov 2026: Hello Tractor took too long to respond.',
      '5 Oct 2026: Hello Tractor took too long to respond.',
    ])
    expect(text()).not.toContain('more')
  })

  test('are three at most, and the number of the others', () => {
    const many = Array.from({ length: 1204 }, () => missing('2026-11-02', '2026-11-08'))
    mount(<MissingDays missing={many.map((one, at) => ({ ...one, to: `${2000 + (at % 100)}-01-01` }))} />)
    expect(screen.getAllByRole('listitem')).toHaveLength(3)
    expect(text()).toContain('and 1,201 more. ')
    expect(screen.getByRole('link', { name: 'See the sources' })).toBeTruthy()
  })

  test('are called all days where no date bounds them', () => {
    mount(<MissingDays missing={[missing(null)]} />)
    expect(screen.getByRole('listitem').textContent).toBe(
      'All dates: Hello Tractor took too long to respond.',
    )
  })

  test('are not mentioned when there are none', () => {
    mount(<MissingDays missing={[]} />)
    expect(text()).toBe('')
  })
})

describe('figures without anything billed', () => {
  const scope = {
    fundingSources: ['Ada & Co'],
    currency: 'NGN',
    range: { name: 'custom', from: '2027-01-04', to: '2027-01-10' },
  } as unknown as Parameters<typeof LastBilled>[0]['scope']
  const answer = (rows: unknown[]) =>
    json({ rows, nextCursor: null, totals: [], snapshot: '1', freshness: [] })

  test('lead to the last billed week', async () => {
    serve({ '/api/billing-periods': () => answer([{ startDate: '2026-11-04' }]) })
    mount(<LastBilled scope={scope} page="/collections" />)
    const link = await screen.findByRole('link', { name: 'Show dates up to then' })
    expect(text()).toContain('Last billed: 2 – 8 Nov 2026.')
    expect(link.getAttribute('href')).toContain('/collections?funding_source=Ada+%26+Co&currency=NGN&from=')
  })

  test('say that nothing was billed before either', async () => {
    serve({ '/api/billing-periods': () => answer([]) })
    mount(<LastBilled scope={scope} page="/" />)
    expect(await screen.findByText('Nothing was billed before these dates either.')).toBeTruthy()
  })

  test.each([
    ['while that is read', never],
    ['when it cannot be read', async () => problem(503, 'Busy.')],
  ])('claim nothing %s', async (_name, route) => {
    const asked = serve({ '/api/billing-periods': route })
    mount(<LastBilled scope={scope} page="/" />)
    await vi.waitFor(() => expect(asked).toHaveLength(1))
    expect(text()).toBe('')
  })
})

describe('a page of figures without any period', () => {
  test('says what will show, or that the viewer has no funding source', () => {
    mount(<NothingMirrored title="Overview" scope="all" />)
    expect(text()).toContain('as soon as Hello Tractor lists billing periods')
  })

  test('tells a viewer without a funding source whom to ask', () => {
    mount(<NothingMirrored title="Overview" scope={[]} />)
    expect(text()).toContain('Ask an admin')
  })
})

describe('a rate in a table', () => {
  const cell = (figures: Parameters<typeof RateCell>[0]['figures']) =>
    mount(
      <table>
        <tbody>
          <tr>
            <RateCell figures={figures} />
          </tr>
        </tbody>
      </table>,
    )

  test('has one decimal, and says what it leaves out', () => {
    cell({ rate: 0.90149, reachable: 0.90149, rateIssue: null, leftOutShare: 0.25 })
    expect(screen.getByRole('cell').textContent).toMatch(/^90\.1%.+/)
  })

  test('that there is none of is a dash with its reason, never 0', () => {
    cell({ rate: null, reachable: null, rateIssue: 'nothing_billed', leftOutShare: 0 })
    expect(screen.getByRole('cell').textContent).toMatch(/^— No rate: /)
    expect(screen.getByRole('cell').title).toMatch(/^No rate: /)
  })
})

describe('the scope of figures', () => {
  const range = { name: '26w', from: '2026-06-01', to: '2026-11-29' } as unknown as Parameters<
    typeof ScopeControls
  >[0]['range']

  test('changes its weeks, which ends a range of one’s own', async () => {
    const onChange = vi.fn()
    const { user } = mount(
      <ScopeControls
        fundingSources={[]}
        range={{ ...range, name: 'custom' }}
        season={null}
        options={OPTIONS}
        onChange={onChange}
      />,
    )
    const choices = screen.getAllByRole<HTMLInputElement>('radio')
    expect(choices.filter((one) => one.checked)).toEqual([])
    await user.click(choices[0]!)
    expect(onChange.mock.calls).toEqual([[{ range: choices[0]?.value, from: null, to: null }]])
  })

  test('drops its funding sources', async () => {
    const onChange = vi.fn()
    const { user } = mount(
      <ScopeControls
        fundingSources={['Ada', 'شركة']}
        range={range}
        season={null}
        options={OPTIONS}
        onChange={onChange}
      />,
    )
    expect(screen.getByTitle('Ada, شركة')).toBeTruthy()
    await user.click(screen.getByRole('button', { name: 'Remove filter Funding source' }))
    expect(onChange.mock.calls).toEqual([[{ funding_source: null }]])
  })

  test('offer a season by its name only where there is one, and say where an address asks for one that is not set', () => {
    const season = {
      season: { name: 'Wet', firstMonth: 4, lastMonth: 9 },
      from: '2026-03-30',
      to: '2026-09-27',
    }
    const controls = (offered: typeof season | null, isSeasonUnset: boolean) => (
      <ScopeControls
        fundingSources={[]}
        range={{ ...range, isSeasonUnset }}
        season={offered}
        options={OPTIONS}
        onChange={vi.fn()}
      />
    )
    const { unmount } = mount(controls(season, false))
    expect(screen.getByRole('radio', { name: 'Wet' })).toBeTruthy()
    expect(screen.getByTitle('From April to September, in whole weeks')).toBeTruthy()
    expect(screen.queryByRole('status')).toBeNull()
    unmount()
    mount(controls(null, true))
    expect(screen.getAllByRole('radio')).toHaveLength(3)
    expect(screen.getByRole('status').textContent).toContain('These funding sources have no season in common')
    expect(screen.getByRole('status').textContent).toContain('the last 26 weeks are shown')
  })
})
