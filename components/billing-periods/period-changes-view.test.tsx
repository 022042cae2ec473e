import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, test } from 'vitest'
import { mount } from '#components/testing/mount.tsx'
import { json, problem, serve } from '#components/testing/server.ts'
import type { PeriodChange, PeriodChanges, PeriodState } from '#lib/billing-periods/changes-schema.ts'
import { PeriodChangesView } from './period-changes-view.tsx'

const state = (fields: Partial<PeriodState> = {}): PeriodState => ({
  contract: 'Aïcha B.',
  startDate: '2026-11-09',
  endDate: '2026-11-15',
  status: 'PENDING',
  currency: 'KES',
  amount: '1200.5',
  fundingSource: 'Heifer',
  ...fields,
})
const change = (
  id: string,
  kind: PeriodChange['kind'],
  before: PeriodState | null,
  now: PeriodState | null,
) => ({
  id,
  kind,
  before,
  now,
  recordedAt: '2026-11-24T08:00:00.000Z',
})

function answer(fields: Partial<PeriodChanges> = {}): PeriodChanges {
  return {
    rows: [],
    nextCursor: null,
    totals: [],
    since: '2026-11-17T23:00:00.000Z',
    earliest: '2026-10-01T06:00:00.000Z',
    previousVisitAt: null,
    previousReportAt: null,
    snapshot: '7',
    freshness: [],
    ...fields,
  }
}

const options = () => json({ options: { funding_source: [] }, snapshot: '7' })
const open = (changes: (search: URLSearchParams) => Response, search = '') => {
  const asked = serve({ '/api/billing-periods/changes': changes, '/api/filter-options': options })
  return { asked, ...mount(<PeriodChangesView />, { search }) }
}

describe('the page that says what changed', () => {
  test('lists each change with both values, and the difference by currency', async () => {
    const paid = state({ status: 'PAYMENT_COMPLETE', amount: '1000.25' })
    open(() =>
      json(
        answer({
          rows: [
            change('1', 'changed', state(), paid),
            change('2', 'new', null, state({ contract: null })),
            change('3', 'left', state({ contract: 'Gone away' }), null),
          ],
          totals: [{ currency: 'KES', count: 3, before: '2401', now: '2200.75', difference: '-200.25' }],
        }),
      ),
    )
    const [changed, added, left] = await screen.findAllByRole('listitem')
    expect(changed?.textContent).toContain('Status changed from Pending to Payment complete')
    expect(changed?.textContent).toContain('Amount changed from KES\u00a01,200.50 to KES\u00a01,000.25')
    expect(
      within(changed as HTMLElement)
        .getByRole('link')
        .getAttribute('href'),
    ).toBe('/billing-periods?row=1')
    expect(added?.textContent).toMatch(/No contract name.*New.*1,200\.50/)
    expect(left?.textContent).toContain('Left your funding sources')
    expect(within(left as HTMLElement).queryByRole('link')).toBeNull()
    const [, row] = screen.getAllByRole('row')
    expect([...(row?.children ?? [])].map((cell) => cell.textContent)).toEqual([
      'KES',
      '\u2212200.25',
      '2,401.00',
      '2,200.75',
      '3',
    ])
    expect(document.body.textContent).toContain('had on 18 Nov 2026, 00:00 WAT')
  })

  test('compares with another day, and with the beginning where the usual day is too early', async () => {
    const { asked, user } = open(() => json(answer({ earliest: '2026-11-20T06:00:00.000Z' })))
    await screen.findByText('Nothing changed')
    expect(screen.queryByRole('radio', { name: '7 days ago' })).toBeNull()
    expect(screen.getByRole<HTMLInputElement>('radio', { name: 'The beginning' }).checked).toBe(true)
    await user.click(screen.getByRole('radio', { name: 'Yesterday' }))
    await waitFor(() => expect(asked.at(-1)).toContain('since=2026-11-24'))
  })

  test('compares with the previous visit, if there was one since changes are kept', async () => {
    const previousVisitAt = '2026-11-23T16:40:00.000Z'
    const { asked, user } = open(() => json(answer({ previousVisitAt })))
    await user.click(await screen.findByRole('radio', { name: 'My last visit' }))
    await waitFor(() => expect(asked.at(-1)).toContain('since=2026-11-23T16%3A40%3A00.000Z'))
  })

  test('offers no visit from before changes are kept', async () => {
    open(() => json(answer({ previousVisitAt: '2026-09-30T16:40:00.000Z' })))
    await screen.findByText('Nothing changed')
    expect(screen.queryByRole('radio', { name: 'My last visit' })).toBeNull()
  })

  test('says when there is no history yet', async () => {
    open(() => json(answer({ since: null, earliest: null })))
    expect(await screen.findByText('No history yet')).toBeTruthy()
  })

  test('shows further changes on request', async () => {
    const { user } = open((search) =>
      search.has('cursor')
        ? json(answer({ rows: [change('2', 'new', null, state())] }))
        : json(answer({ rows: [change('1', 'new', null, state())], nextCursor: 'next' })),
    )
    await user.click(await screen.findByRole('button', { name: 'Show more' }))
    await waitFor(() => expect(screen.getAllByRole('listitem')).toHaveLength(2))
    expect(screen.queryByRole('button', { name: 'Show more' })).toBeNull()
  })

  test('says why it cannot be loaded', async () => {
    open(() => problem(503, 'The database is away.'))
    expect(await screen.findByText('The changes couldn’t be loaded')).toBeTruthy()
    expect(screen.queryByRole('button', { name: 'Show recent changes' })).toBeNull()
  })

  test('says in the reader’s way since when changes are kept, for a day before', async () => {
    const code = 'before_history'
    const errors = [
      { param: 'since', detail: 'The detail.', code, values: { instant: '2026-08-03T07:15:00.000Z' } },
    ]
    open(
      () => problem(400, 'The detail of the API.', { code: 'invalid_parameter', errors }),
      'since=2020-01-01',
    )
    expect(
      await screen.findByText(/Furrow keeps changes since 3 Aug 2026, 08:15 WAT\. Choose a later time\./),
    ).toBeTruthy()
  })

  test('leads back to recent changes from an address with a day before the history', async () => {
    const { user } = open(
      (search) => (search.has('since') ? problem(400, 'since: must not be before') : json(answer())),
      'since=2020-01-01',
    )
    await user.click(await screen.findByRole('button', { name: 'Show recent changes' }))
    expect(await screen.findByText('Nothing changed')).toBeTruthy()
  })
})
