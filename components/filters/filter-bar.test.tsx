import { screen, waitFor, within } from '@testing-library/react'
import { useState } from 'react'
import { describe, expect, test } from 'vitest'
import { setScreenWidth } from '#components/testing/browser.ts'
import { OPTIONS, SPECS } from '#components/testing/contract-list.tsx'
import { mount } from '#components/testing/mount.tsx'
import { FilterBar } from './filter-bar.tsx'
import type { FilterPatch, FilterValues } from './filter-spec.ts'

const NOTHING: FilterValues = { search: null, status: [], start_from: null, start_to: null, currency: [] }

/** Mounts the filters of a list; `patches` has every change that the reader made. */
function mountBar(first: FilterValues = {}) {
  const patches: FilterPatch[] = []
  function Screen() {
    const [values, setValues] = useState<FilterValues>({ ...NOTHING, ...first })
    const change = (patch: FilterPatch) => {
      patches.push(patch)
      setValues({ ...values, ...patch })
    }
    return (
      <FilterBar
        specs={SPECS}
        values={values}
        options={OPTIONS}
        searchHint="Search contract"
        onChange={change}
        onClear={() => setValues(NOTHING)}
        closeLabel="Show 3 contracts"
        narrowSort={null}
      />
    )
  }
  return { ...mount(<Screen />), patches }
}

const chip = (label: string) => screen.queryByRole('group', { name: `Filter: ${label}` })
const open = (label: string) => within(chip(label)!).getByRole('button', { name: new RegExp(`^${label}`) })

describe('the filters of a list', () => {
  test('have a chip each while they are set or pinned, in words', () => {
    mountBar({ status: ['failed', 'paid'], start_from: '2026-11-02', start_to: '2026-11-08' })
    expect(open('Status').textContent).toBe('Status: Failed, Paid')
    expect(open('Start').textContent).toBe('Start: 2 – 8 Nov 2026')
    expect(chip('Currency')).toBeNull()
  })

  test('say "all" where they are pinned and not set, and cannot be removed then', () => {
    mountBar()
    expect(open('Status').textContent).toBe('Status: All')
    expect(screen.queryByRole('button', { name: /^Remove filter/ })).toBeNull()
    expect(screen.queryByRole('button', { name: 'Clear all' })).toBeNull()
  })

  test('are removed one by one or all at once', async () => {
    const { user, patches } = mountBar({ status: ['paid'], start_from: '2026-11-02', search: 'tract' })
    await user.click(screen.getByRole('button', { name: 'Remove filter Start' }))
    expect(patches).toEqual([{ start_from: null, start_to: null }])
    expect(chip('Start')).toBeNull()
    await user.click(screen.getByRole('button', { name: 'Clear all' }))
    expect(open('Status').textContent).toBe('Status: All')
    expect(screen.getByRole<HTMLInputElement>('searchbox').value).toBe('')
  })

  test('open their editor, and close it with Escape back on their chip', async () => {
    const { user, patches } = mountBar()
    await user.click(open('Status'))
    expect(open('Status').getAttribute('aria-expanded')).toBe('true')
    const dialog = await screen.findByRole('dialog', { name: 'Status' })
    await user.click(await within(dialog).findByRole('checkbox', { name: /^Failed/ }))
    expect(patches).toEqual([{ status: ['failed'] }])
    await user.keyboard('{Escape}')
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    await waitFor(() => expect(document.activeElement).toBe(open('Status')))
  })

  test('close their editor with a second click on the chip', async () => {
    const { user } = mountBar()
    await user.click(open('Status'))
    await screen.findByRole('dialog', { name: 'Status' })
    await user.click(screen.getByRole('button', { name: /^Status/, hidden: true }))
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  })

  test('that are not in the bar are offered in a menu, which keeps its entries while open', async () => {
    const { user } = mountBar()
    await user.click(screen.getByRole('button', { name: 'Filter' }))
    const dialog = await screen.findByRole('dialog', { name: 'Add a filter' })
    expect(
      within(dialog)
        .getAllByRole('listitem')
        .map((one) => one.textContent),
    ).toEqual(['Start', 'Currency'])
    await user.click(within(dialog).getByRole('button', { name: 'Currency' }))
    await user.click(await within(dialog).findByRole('checkbox', { name: /^NGN/ }))
    expect(within(dialog).getByRole<HTMLInputElement>('checkbox', { name: /^NGN/ }).checked).toBe(true)
    await user.keyboard('{Escape}')
    await waitFor(() => expect(chip('Currency')).toBeTruthy())
  })

  test('show a name of the source whose letters run from right to left, and a long one, in full on hover', () => {
    const long = 'Cooperative '.repeat(30).trim()
    mountBar({ currency: ['شركة', long] })
    expect(screen.getByTitle(`شركة, ${long}`)).toBeTruthy()
  })

  test('leave the menu out when every filter is in the bar', () => {
    mountBar({ status: ['paid'], start_to: '2026-11-08', currency: ['NGN'] })
    expect(open('Start').textContent).toBe('Start: until 8 Nov 2026')
    expect(screen.queryByRole('button', { name: 'Filter' })).toBeNull()
  })
})

test('a phone edits all filters in a sheet, which says how many are set', async () => {
  setScreenWidth(390)
  const { user } = mountBar({ status: ['paid'] })
  await user.click(screen.getByRole('button', { name: 'Filters (1)' }))
  const sheet = await screen.findByRole('dialog', { name: 'Filters' })
  expect([...sheet.querySelectorAll('summary')].map((one) => one.textContent)).toEqual([
    'StatusPaid',
    'StartAll',
    'CurrencyAll',
  ])
  await user.click(within(sheet).getByText('Clear all'))
  expect(sheet.querySelector('summary')?.textContent).toBe('StatusAll')
  await user.click(within(sheet).getByText('Show 3 contracts'))
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
})
