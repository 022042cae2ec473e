import { screen } from '@testing-library/react'
import { describe, expect, test } from 'vitest'
import { mount } from '#components/testing/mount.tsx'
import type { HistoryEntry, ValueChange } from '#lib/schema.ts'
import { History } from './history.tsx'

const text = () => document.body.textContent
const entry = (status: string, seenAt: string, previousSeenAt: string | null): HistoryEntry => ({
  status,
  hasNewStatus: true,
  changes: [],
  seenAt,
  previousSeenAt,
})
const draw = (status: string | null) => ({ label: status ?? 'No status', tone: 'ok' as const })
const first = entry('SENT', '2026-11-20T06:00:00.000Z', null)
const second = entry('PAID', '2026-11-21T06:02:00.000Z', '2026-11-21T06:00:00.000Z')

describe('the history of a row', () => {
  test('is newest first, each change between two reads', () => {
    mount(<History entries={[first, second]} draw={draw} />)
    expect(screen.getAllByRole('listitem').map((one) => one.textContent)).toEqual([
      'PAIDSeen 21 Nov 2026, 07:00 – 07:02 WAT',
      'SENTFirst seen 20 Nov 2026, 07:00 WAT',
    ])
    expect(text()).not.toContain('earlier ones')
  })

  test('shows a single entry without a change before it', () => {
    mount(<History entries={[first]} draw={draw} />)
    expect(screen.getAllByRole('listitem')).toHaveLength(1)
  })

  test('says so if earlier changes are not listed', () => {
    const third = entry('HELD', '2026-11-22T06:00:00.000Z', '2026-11-22T05:00:00.000Z')
    mount(<History entries={[second, third]} draw={draw} />)
    expect(text()).toContain('Showing the newest 2 changes.')
  })

  const changed = (...changes: ValueChange[]): HistoryEntry => ({
    ...second,
    status: null,
    hasNewStatus: false,
    changes,
  })
  const change = (
    field: ValueChange['field'],
    from: string | null,
    to: string | null,
    currency: string | null,
    fromCurrency = currency,
  ) => ({
    field,
    from,
    to,
    fromCurrency,
    currency,
  })

  test.each<[string, ValueChange]>([
    ['Amount changed from KES\u00a012.50 to KES\u00a011.00', change('amount', '12.5', '11', 'KES')],
    ['Paid amount changed from — to 3', change('paidAmount', null, '3', null)],
    ['Start changed from 2 Mar 2026 to —', change('startDate', '2026-03-02', null, null)],
    ['Contract changed from Aïcha B. to شركة', change('contract', 'Aïcha B.', 'شركة', null)],
    ['No longer listed by the source', change('presence', 'listed', 'gone', null)],
    ['Listed by the source again', change('presence', 'gone', 'listed', null)],
    ['Outside your funding sources for a while', change('presence', 'listed', 'elsewhere', null)],
  ])('tells a changed value: %s', (sentence, value) => {
    mount(<History entries={[changed(value)]} draw={draw} />)
    expect(screen.getByRole('listitem').textContent).toBe(`${sentence}Seen 21 Nov 2026, 07:00 – 07:02 WAT`)
  })

  test('tells a new status and changed values of one read together', () => {
    const both = {
      ...second,
      changes: [change('amount', '12.5', '11', 'KES', 'UGX'), change('currency', 'UGX', 'KES', null)],
    }
    mount(<History entries={[both]} draw={draw} />)
    expect(screen.getByRole('listitem').textContent).toMatch(
      /^PAIDAmount changed from UGX\s12.5 to KES\s11.00Currency changed from UGX to KESSeen/,
    )
  })
})
