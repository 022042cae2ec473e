import { fireEvent, screen, within } from '@testing-library/react'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { mount } from '#components/testing/mount.tsx'
import { COLUMNS, rows } from '#components/testing/rows.tsx'
import type { ColumnChoice } from './column-layout.ts'
import { DataTable } from './data-table.tsx'

const NARROW = COLUMNS.map(({ id }) => ({ id, width: null }))

function mountTable({ sort = 'contract', blocked = {}, columns = NARROW as readonly ColumnChoice[] } = {}) {
  const onSort = vi.fn()
  const onColumnsChange = vi.fn()
  const table = (shown: readonly ColumnChoice[]) => (
    <DataTable
      label="Contracts"
      columns={COLUMNS}
      rows={rows(2)}
      layout={{ columns: shown, onColumnsChange, density: 'standard' }}
      sorting={{ value: sort, onChange: onSort, blocked }}
      paging={{ total: 2, hasMore: false, isFetching: false, fetchMore: vi.fn() }}
      opening={{ id: null, onOpen: vi.fn() }}
    />
  )
  const mounted = mount(table(columns))
  onColumnsChange.mockImplementation((next) => mounted.rerender(table(next)))
  return { ...mounted, onSort, onColumnsChange }
}

const head = (name: string) => screen.getByRole('columnheader', { name: new RegExp(`^${name}`) })
const headings = () => screen.getAllByRole('columnheader').map((one) => one.textContent)

describe('the header sorts', () => {
  test.each([
    ['another column, highest first', '-amount', 'Contract', '-contract'],
    ['the sorted column the other way round', '-contract', 'Contract', 'contract'],
    ['the sorted column back again', 'contract', 'Contract', '-contract'],
  ])('by %s', async (_name, sort, column, asked) => {
    const { user, onSort } = mountTable({ sort })
    await user.click(screen.getByRole('button', { name: column }))
    expect(onSort.mock.calls).toEqual([[asked]])
  })

  test('and says by which column, in which direction, and by which it could', () => {
    mountTable({ sort: '-contract' })
    expect(head('Contract').ariaSort ?? head('Contract').getAttribute('aria-sort')).toBe('descending')
    expect(head('Amount').getAttribute('aria-sort')).toBe('none')
    expect(head('Customer').getAttribute('aria-sort')).toBeNull()
    expect(within(head('Customer')).queryByRole('button', { name: 'Customer' })).toBeNull()
  })

  test('by no column that cannot be compared now, and says why', async () => {
    const { user, onSort } = mountTable({ blocked: { amount: 'Choose one currency' } })
    const button = screen.getByRole('button', { name: 'Amount' })
    expect(button.title).toBe('Choose one currency')
    expect(button.getAttribute('aria-disabled')).toBe('true')
    await user.click(button)
    expect(onSort).not.toHaveBeenCalled()
  })
})

describe('a column moves', () => {
  test('with Alt and an arrow, as often as the reader presses', () => {
    mountTable()
    screen.getByRole('button', { name: 'Contract' }).focus()
    fireEvent.keyDown(document.activeElement!, { key: 'ArrowRight', altKey: true })
    expect(headings()).toEqual(['Customer', 'Contract', 'Amount'])
    expect(document.activeElement?.textContent).toBe('Contract')
    fireEvent.keyDown(document.activeElement!, { key: 'ArrowRight', altKey: true })
    expect(headings()).toEqual(['Customer', 'Amount', 'Contract'])
    expect(document.activeElement?.textContent).toBe('Contract')
  })

  test('not beyond either end', () => {
    mountTable()
    fireEvent.keyDown(screen.getByRole('button', { name: 'Contract' }), { key: 'ArrowLeft', altKey: true })
    fireEvent.keyDown(screen.getByRole('button', { name: 'Amount' }), { key: 'ArrowRight', altKey: true })
    expect(headings()).toEqual(['Contract', 'Customer', 'Amount'])
  })

  test('to where it is dropped', () => {
    mountTable()
    const carried = new Map<string, string>()
    const dataTransfer = {
      setData: (type: string, text: string) => carried.set(type, text),
      getData: (type: string) => carried.get(type) ?? '',
      get types() {
        return [...carried.keys()]
      },
    }
    fireEvent.dragStart(head('Amount'), { dataTransfer })
    fireEvent.drop(head('Contract'), { dataTransfer })
    expect(headings()).toEqual(['Amount', 'Contract', 'Customer'])
  })

  test('not when something else is dropped on the header', () => {
    const { onColumnsChange } = mountTable()
    const dataTransfer = { getData: () => '', types: ['Files'] }
    fireEvent.drop(head('Contract'), { dataTransfer })
    expect(onColumnsChange).not.toHaveBeenCalled()
  })
})

describe('a column changes its width', () => {
  const edge = () => screen.getByRole('button', { name: 'Resize Contract with the arrow keys' })
  const widthOf = (onColumnsChange: ReturnType<typeof vi.fn>) =>
    onColumnsChange.mock.lastCall?.[0].find((one: ColumnChoice) => one.id === 'contract')?.width

  async function mountWide() {
    vi.spyOn(HTMLElement.prototype, 'offsetWidth', 'get').mockReturnValue(200)
    HTMLElement.prototype.setPointerCapture = vi.fn()
    const mounted = mountTable()
    await screen.findByRole('button', { name: 'Resize Contract with the arrow keys' })
    return mounted
  }
  const drag = (type: 'pointerDown' | 'pointerMove' | 'pointerUp' | 'pointerCancel', clientX: number) =>
    fireEvent[type](edge(), { clientX, pointerId: 1 })

  test('with the arrows on its edge, by 16 px', async () => {
    const { onColumnsChange } = await mountWide()
    fireEvent.keyDown(edge(), { key: 'ArrowLeft' })
    expect(widthOf(onColumnsChange)).toBe(184)
    fireEvent.keyDown(edge(), { key: 'ArrowRight' })
    expect(widthOf(onColumnsChange)).toBe(216)
  })

  test('the other way where text runs from right to left', async () => {
    const { onColumnsChange } = await mountWide()
    document.documentElement.style.direction = 'rtl'
    onTestFinished(() => document.documentElement.removeAttribute('style'))
    fireEvent.keyDown(edge(), { key: 'ArrowLeft' })
    expect(widthOf(onColumnsChange)).toBe(216)
    drag('pointerDown', 500)
    drag('pointerMove', 480)
    expect(edge().style.transform).toBe('translateX(-20px)')
    drag('pointerUp', 460)
    expect(widthOf(onColumnsChange)).toBe(240)
  })

  test('to where its edge is dragged, and never below a readable width', async () => {
    const { onColumnsChange } = await mountWide()
    drag('pointerDown', 500)
    drag('pointerMove', 530)
    drag('pointerUp', 540)
    expect(widthOf(onColumnsChange)).toBe(240)
    drag('pointerDown', 500)
    drag('pointerUp', 0)
    expect(widthOf(onColumnsChange)).toBe(64)
  })

  test('not when its edge is only pressed', async () => {
    const { onColumnsChange } = await mountWide()
    drag('pointerDown', 500)
    drag('pointerUp', 500)
    expect(onColumnsChange).not.toHaveBeenCalled()
  })

  test('not after the browser has taken the drag away', async () => {
    const { onColumnsChange } = await mountWide()
    drag('pointerDown', 500)
    drag('pointerMove', 530)
    drag('pointerCancel', 530)
    expect(edge().style.transform).toBe('')
    drag('pointerMove', 600)
    drag('pointerUp', 600)
    expect(edge().style.transform).toBe('')
    expect(onColumnsChange).not.toHaveBeenCalled()
  })

  test('except the last, which ends with the table', async () => {
    mountWide()
    expect(screen.queryByRole('button', { name: /width of Amount/ })).toBeNull()
  })
})
