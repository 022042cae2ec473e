import { screen, within } from '@testing-library/react'
import { describe, expect, test } from 'vitest'
import { mount } from '#components/testing/mount.tsx'
import { json, serve } from '#components/testing/server.ts'
import { planCollections } from '#lib/collections/collections.ts'
import type { Movement, MovementCell } from '#lib/contracts/schema.ts'
import { MovementSection } from './movement-section.tsx'

const options = {
  options: { currency: ['NGN', 'KES'].map((value) => ({ value, label: value, count: 9 })) },
  more: {},
  snapshot: '1',
}

function planOf(currency: string[] = []) {
  const params = {
    funding_source: [],
    currency,
    range: '13w',
    from: null,
    to: null,
    as_of: null,
    by: 'status',
  } as const
  const plan = planCollections(params, options, '2026-11-25')
  if (!plan) throw new Error('there is a currency')
  return plan
}

const cell = (line: string) => {
  const [fundingSource, currency, before, now, count] = line.split(' ')
  return { fundingSource, currency, before, now, count: Number(count), outstanding: '1' } as MovementCell
}
const answer = (cells: readonly string[], before: Movement['before'] = '2026-10-28'): Movement => ({
  day: '2026-11-25',
  asked: '2026-10-28',
  before,
  since: before ?? '2026-11-20',
  pending: false,
  cells: cells.map(cell),
  snapshot: '1',
  freshness: [],
})
const CELLS = ['AGRI-1 KES 2 0 3', 'AGRI-2 KES 0 1 2', 'AGRI-1 NGN 0 0 5']

describe('who moved', () => {
  test('asks for every currency, and names each above its table', async () => {
    const asked = serve({ '/api/contracts/movement': () => json(answer(CELLS)) })
    mount(<MovementSection plan={planOf()} />)
    expect((await screen.findAllByRole('heading', { level: 3 })).map((one) => one.textContent)).toEqual([
      'NGN',
      'KES',
    ])
    expect(asked.filter((address) => address.includes('movement'))).toEqual(['/api/contracts/movement'])
    const table = screen.getByRole('region', { name: /^KES: contracts by weeks behind/ })
    expect(
      within(table)
        .getByRole('link', { name: /^Cured ?3$/ })
        .getAttribute('href'),
    ).toBe('/contracts?currency=KES&moved=2-to-0')
    const sources = screen.getByRole('region', { name: /^KES: who moved, by funding source/ })
    expect(within(sources).getByRole('row', { name: /^AGRI-1 3 3 · · ·/ })).toBeTruthy()
  })

  test('says nothing of cured and worsened contracts before there is a day to compare with', async () => {
    const cells = ['AGRI-1 KES unknown 0 3', 'AGRI-2 KES new 1 2']
    serve({ '/api/contracts/movement': () => json(answer(cells, null)) })
    mount(<MovementSection plan={planOf()} />)
    const sources = await screen.findByRole('region', { name: /^KES: who moved, by funding source/ })
    const heads = within(sources).getAllByRole('columnheader')
    expect(heads.map((one) => one.textContent)).toEqual(['Funding source', 'Contracts', 'New', 'Not billed'])
    expect(screen.queryByText('Cured')).toBeNull()
    expect(screen.queryByText('Worsened')).toBeNull()
    expect(screen.getByText(/so it can compare from 18 Dec 2026 on/)).toBeTruthy()
  })

  test('tells filters that match nothing from a source without contracts', async () => {
    serve({ '/api/contracts/movement': () => json(answer([])) })
    const { unmount } = mount(<MovementSection plan={planOf()} />)
    expect(await screen.findByText('No contract has a billing period yet.')).toBeTruthy()
    unmount()
    mount(<MovementSection plan={planOf(['KES'])} />)
    expect(await screen.findByText('No contracts match these filters.')).toBeTruthy()
  })
})
