import { act, fireEvent, screen, waitFor } from '@testing-library/react'
import { describe, expect, test } from 'vitest'
import { ContractList, page, total } from '#components/testing/contract-list.tsx'
import { layOutTables, scrollTable } from '#components/testing/layout.ts'
import { mount } from '#components/testing/mount.tsx'
import { rows } from '#components/testing/rows.tsx'
import { json, serve } from '#components/testing/server.ts'

const box = (id: string) => screen.findByRole<HTMLInputElement>('checkbox', { name: `Select Contract ${id}` })
const all = () => screen.getByRole<HTMLInputElement>('checkbox', { name: 'Select all loaded invoices' })
const chosen = () =>
  screen.queryByRole('region', { name: 'Selected contracts' })?.querySelector('p')?.textContent
const press = (key: string, rest: KeyboardEventInit = {}) =>
  fireEvent.keyDown(document.activeElement ?? document.body, { key, ...rest })

/** Opens a list of 120 contracts, of which 100 are on the first page. */
async function openList() {
  layOutTables({ height: 636 })
  const totals = [total(120)]
  serve({
    '/api/contracts': (search) =>
      json(
        search.has('cursor')
          ? page({ rows: rows(20, 101), totals })
          : page({ rows: rows(100), nextCursor: 'next', totals }),
      ),
  })
  const mounted = mount(<ContractList />)
  await box('1')
  return mounted
}

const scrollToRow = (index: number) => scrollTable(screen.getByRole('table'), index * 40)

describe('rows of a list are selected', () => {
  test('one by one, and the bar with the actions comes with the first', async () => {
    const { user } = await openList()
    expect(chosen()).toBeUndefined()
    await user.click(await box('2'))
    await user.click(await box('5'))
    expect(chosen()).toBe('2 5')
    await user.click(await box('2'))
    expect(chosen()).toBe('5')
    expect(screen.queryByRole('complementary')).toBeNull()
  })

  test('as a range with Shift', async () => {
    const { user } = await openList()
    await user.click(await box('5'))
    fireEvent.click(await box('2'), { shiftKey: true })
    expect(chosen()?.split(' ').toSorted()).toEqual(['2', '3', '4', '5'])
  })

  test('with the keyboard: x or space selects, Shift and an arrow extend', async () => {
    await openList()
    act(() => (screen.getByRole('link', { name: 'Contract 3' }).closest('[role=row]') as HTMLElement).focus())
    press('x')
    expect(chosen()).toBe('3')
    press(' ')
    expect(chosen()).toBe('none')
    press('ArrowDown', { shiftKey: true })
    expect(chosen()).toBe('3 4')
    press('ArrowDown', { shiftKey: true })
    expect(chosen()).toBe('3 4 5')
  })

  test('across pages, and the header says how many of the loaded ones are', async () => {
    const { user } = await openList()
    await user.click(await box('1'))
    expect([all().checked, all().indeterminate]).toEqual([false, true])
    scrollToRow(100)
    await user.click(await box('120'))
    expect(chosen()).toBe('1 120')
    await user.click(all())
    expect(chosen()?.split(' ')).toHaveLength(120)
    expect([all().checked, all().indeterminate]).toEqual([true, false])
    await user.click(all())
    expect(chosen()).toBe('none')
  })

  test('as all that match, loaded or not, until one is taken away', async () => {
    const { user } = await openList()
    await user.click(await box('1'))
    await user.click(screen.getByRole('button', { name: 'Select every match' }))
    expect(chosen()).toBe('all 120')
    expect((await box('7')).checked).toBe(true)
    await user.click(await box('7'))
    expect(chosen()?.split(' ')).not.toContain('7')
    expect(chosen()?.split(' ')).toHaveLength(99)
  })
})

describe('the selection', () => {
  test('is cleared with Escape, once no row is open', async () => {
    const { user } = await openList()
    await user.click(await box('1'))
    await user.click(screen.getByRole('link', { name: 'Contract 2' }))
    await screen.findByRole('complementary', { name: 'Contract 2' })
    press('Escape')
    await waitFor(() => expect(screen.queryByRole('complementary')).toBeNull())
    expect(chosen()).toBe('1')
    press('Escape')
    expect(chosen()).toBe('none')
  })

  test('survives another order', async () => {
    const { user } = await openList()
    await user.click(await box('1'))
    await user.click(screen.getByRole('button', { name: 'Amount' }))
    await waitFor(() =>
      expect(screen.getByRole('columnheader', { name: /^Amount/ }).getAttribute('aria-sort')).toBe(
        'descending',
      ),
    )
    expect(chosen()).toBe('1')
  })

  test('does not outlive its filters, because they match other rows', async () => {
    const { user } = await openList()
    await user.click(await box('1'))
    await user.type(screen.getByRole('searchbox'), 'tractor{Enter}')
    await waitFor(() => expect(chosen()).toBe('none'))
  })

  test('takes one row with Shift if the row before is not loaded any more', async () => {
    const { user, client } = await openList()
    scrollToRow(100)
    await user.click(await box('110'))
    scrollToRow(0)
    // As after "Show newer data": the first page alone.
    await act(() => client.resetQueries({ queryKey: ['contracts'] }))
    fireEvent.click(await box('8'), { shiftKey: true })
    expect(chosen()).toBe('8 110')
  })
})

test('offers no selection where rows cannot be selected', async () => {
  serve({ '/api/contracts': () => json(page()) })
  mount(<ContractList config={{ isSelectable: false }} />)
  await screen.findByRole('link', { name: 'Contract 1' })
  expect(screen.queryByRole('checkbox')).toBeNull()
  press('x')
  expect(chosen()).toBeUndefined()
})
