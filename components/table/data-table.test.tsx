import { fireEvent, screen, within } from '@testing-library/react'
import type { ComponentProps } from 'react'
import { describe, expect, test, vi } from 'vitest'
import { setScreenWidth } from '#components/testing/browser.ts'
import { layOutTables, scrollTable } from '#components/testing/layout.ts'
import { mount } from '#components/testing/mount.tsx'
import { row, rows } from '#components/testing/rows.tsx'
import { TestTable } from '#components/testing/test-table.tsx'

type TableProps = ComponentProps<typeof TestTable>

/** Mounts a table and counts the requests for more rows and the rows that it opens. */
function mountTable(own: Partial<TableProps> = {}) {
  const fetchMore = vi.fn()
  const onOpen = vi.fn()
  const more = { total: 1000, hasMore: true, isFetching: false, ...own.paging, fetchMore }
  const all = {
    ...own,
    opening: { id: own.opening?.id ?? null, onOpen },
    ...(own.paging && { paging: more }),
  }
  const mounted = mount(<TestTable {...all} />)
  const change = (next: Partial<TableProps>) => mounted.rerender(<TestTable {...all} {...next} />)
  return { ...mounted, change, fetchMore, onOpen }
}

const paging = { total: 1000, hasMore: true, isFetching: false, fetchMore: vi.fn() }
const bodyRows = () => screen.getAllByRole('row').slice(1)
const rowOf = (id: string) => screen.getByRole('link', { name: `Contract ${id}` }).closest('[role=row]')!
const press = (key: string, rest: KeyboardEventInit = {}) =>
  fireEvent.keyDown(document.activeElement ?? document.body, { key, ...rest })
const focused = () => document.activeElement?.getAttribute('aria-rowindex')
const tabStops = () => bodyRows().filter((one) => one.tabIndex === 0)
const focus = (id: string) => {
  const one = rowOf(id)
  if (one instanceof HTMLElement) one.focus()
}

describe('the rows of a table', () => {
  test('have their position in the whole list, and the table says how many there are', () => {
    mountTable({ paging: { ...paging, total: 41_260 } })
    expect(screen.getByRole('table', { name: 'Contracts' }).getAttribute('aria-rowcount')).toBe('41261')
    expect(bodyRows().map((one) => one.getAttribute('aria-rowindex'))).toEqual(['2', '3', '4'])
    expect(within(bodyRows()[0]!).getByRole('link', { name: 'Contract 1' })).toBeTruthy()
  })

  test('are one for a list of one', () => {
    mountTable({ rows: rows(1) })
    expect(bodyRows()).toHaveLength(1)
    expect(tabStops()).toHaveLength(1)
  })

  test('are none for an empty list, and a key there does nothing', () => {
    const { onOpen } = mountTable({ rows: [] })
    expect(bodyRows()).toEqual([])
    press('ArrowDown')
    expect(onOpen).not.toHaveBeenCalled()
  })

  test('show the columns in the order that the reader chose, and no unknown one', () => {
    mountTable({ text: 'amount,gone,contract' })
    const heads = screen.getAllByRole('columnheader').map((head) => head.textContent)
    expect(heads).toEqual(['Amount', 'Contract'])
  })

  test('keep long names, names from right to left and hidden characters readable', () => {
    const long = 'Ọlátúnjí'.repeat(40)
    const names = [long, 'شركة الجرارات', 'a\u202eb']
    mountTable({ rows: names.map((name, index) => row(`${index}`, { name })) })
    expect(screen.getAllByTitle(long)).toHaveLength(2)
    expect(screen.getAllByText('شركة الجرارات')[0]?.closest('bdi')?.dir).toBe('auto')
    expect(screen.getAllByTitle('a[U+202E]b')).toHaveLength(2)
  })
})

describe('a table of a million rows', () => {
  const million = rows(1_000_000)

  test('has only the rows near the screen in the page', () => {
    layOutTables({ height: 636 })
    mountTable({ rows: million })
    const table = screen.getByRole('table')
    expect(bodyRows().length).toBeLessThan(40)
    scrollTable(table, 500_000 * 40)
    expect(screen.getByText('Contract 500010', { selector: 'a bdi' })).toBeTruthy()
    expect(bodyRows().length).toBeLessThan(50)
    scrollTable(table, 1_000_000 * 40)
    expect(bodyRows().at(-1)?.getAttribute('aria-rowindex')).toBe('1000001')
    expect(bodyRows().length).toBeLessThan(50)
  })

  test('goes to its last row with End and to its first with Home', () => {
    layOutTables({ height: 636 })
    mountTable({ rows: million })
    focus('1')
    press('End')
    expect(focused()).toBe('1000001')
    press('Home')
    expect(focused()).toBe('2')
  })

  test('always has one row in the tab order, also after scrolling away from the focused one', () => {
    layOutTables({ height: 636 })
    mountTable({ rows: million })
    focus('1')
    press('ArrowDown')
    scrollTable(screen.getByRole('table'), 300_000 * 40)
    expect(tabStops()).toHaveLength(1)
  })

  test('shows lower rows in the compact height', () => {
    layOutTables({ height: 636 })
    mountTable({ rows: million, density: 'compact' })
    scrollTable(screen.getByRole('table'), 32_000)
    expect(screen.getByText('Contract 1001', { selector: 'a bdi' })).toBeTruthy()
  })
})

describe('the keyboard in a table', () => {
  test('moves between rows with the arrows and stays within the list', () => {
    mountTable()
    focus('1')
    press('ArrowUp')
    expect(focused()).toBe('2')
    press('ArrowDown')
    press('ArrowDown')
    press('ArrowDown')
    expect(focused()).toBe('4')
    expect(tabStops()).toEqual([rowOf('3')])
  })

  test('opens the row with Enter', () => {
    const { onOpen } = mountTable()
    focus('2')
    press('Enter')
    expect(onOpen.mock.calls).toEqual([['2']])
  })

  test('steps the open row with the arrows', () => {
    const { onOpen } = mountTable({ opening: { id: '2', onOpen: vi.fn() } })
    expect(rowOf('2').getAttribute('aria-current')).toBe('true')
    focus('2')
    press('ArrowDown')
    expect(onOpen.mock.calls).toEqual([['3']])
  })

  test('leaves keys with Ctrl, Alt or the system key to the browser', () => {
    const { onOpen } = mountTable()
    focus('1')
    for (const modifier of ['ctrlKey', 'altKey', 'metaKey']) press('ArrowDown', { [modifier]: true })
    press('Enter', { ctrlKey: true })
    expect(focused()).toBe('2')
    expect(onOpen).not.toHaveBeenCalled()
  })

  test('scrolls to the row that it moves to', () => {
    layOutTables({ height: 236 })
    mountTable({ rows: rows(500) })
    focus('1')
    for (let step = 0; step < 20; step += 1) press('ArrowDown')
    expect(focused()).toBe('22')
    expect(screen.getByRole('table').closest('.data-scroll')?.scrollTop).toBe(21 * 40 + 36 - 236)
  })
})

describe('a click on a row', () => {
  test('opens it', async () => {
    const { user, onOpen } = mountTable()
    await user.click(screen.getByRole('link', { name: 'Contract 3' }))
    expect(onOpen.mock.calls).toEqual([['3']])
  })

  test('with Ctrl leaves the link to the browser', () => {
    const { onOpen } = mountTable()
    fireEvent.click(screen.getByRole('link', { name: 'Contract 3' }), { ctrlKey: true })
    expect(onOpen).not.toHaveBeenCalled()
  })

  test('does not open it while text is marked, which the reader wants to copy', () => {
    const { onOpen } = mountTable()
    const selection = window.getSelection()
    selection?.selectAllChildren(rowOf('3'))
    fireEvent.click(screen.getByRole('link', { name: 'Contract 3' }))
    expect(onOpen).not.toHaveBeenCalled()
    selection?.removeAllRanges()
  })

  test('leads to the address of the row beside the filters', () => {
    mountTable()
    expect(screen.getByRole('link', { name: 'Contract 3' }).getAttribute('href')).toBe('/list?row=3')
  })
})

describe('the next page', () => {
  test('is fetched near the end of the loaded rows, once', () => {
    layOutTables({ height: 636 })
    const { change, fetchMore } = mountTable({ rows: rows(100), paging })
    expect(fetchMore).not.toHaveBeenCalled()
    scrollTable(screen.getByRole('table'), 60 * 40)
    expect(fetchMore).toHaveBeenCalledTimes(1)
    change({ paging: { ...paging, isFetching: true, fetchMore } })
    scrollTable(screen.getByRole('table'), 80 * 40)
    expect(fetchMore).toHaveBeenCalledTimes(1)
    expect(screen.getAllByRole('rowgroup').at(-1)?.getAttribute('aria-busy')).toBe('true')
  })

  test('is not fetched when there is none', () => {
    const { fetchMore } = mountTable({ rows: rows(5), paging: { ...paging, hasMore: false } })
    expect(fetchMore).not.toHaveBeenCalled()
  })

  test('keeps the place of the reader when its rows arrive', () => {
    layOutTables({ height: 636 })
    const { change } = mountTable({ rows: rows(100), paging })
    scrollTable(screen.getByRole('table'), 60 * 40)
    const before = bodyRows()[0]?.getAttribute('aria-rowindex')
    change({ rows: rows(200), paging })
    expect(bodyRows()[0]?.getAttribute('aria-rowindex')).toBe(before)
  })
})

test('shows rows as cards on a phone, which scroll with the page', () => {
  setScreenWidth(390)
  layOutTables({ height: 640 })
  mount(
    <main>
      <TestTable rows={rows(1000)} />
    </main>,
  )
  expect(bodyRows().length).toBeLessThan(30)
  expect(screen.getByRole('table').style.getPropertyValue('--row-height')).toBe('64px')
})
