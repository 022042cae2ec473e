import { fireEvent, screen, within } from '@testing-library/react'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { mount } from '#components/testing/mount.tsx'
import { TestTable } from '#components/testing/test-table.tsx'

function mountTable({ sort = 'contract', blocked = {}, text = null as string | null } = {}) {
  const onSort = vi.fn()
  const onText = vi.fn()
  const mounted = mount(
    <TestTable text={text} onText={onText} sorting={{ value: sort, onChange: onSort, blocked }} />,
  )
  return { ...mounted, onSort, onText }
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
    const { onText } = mountTable()
    const dataTransfer = { getData: () => '', types: ['Files'] }
    fireEvent.drop(head('Contract'), { dataTransfer })
    expect(onText).not.toHaveBeenCalled()
  })
})

describe('a column changes its width', () => {
  const edge = () => screen.getByRole('button', { name: 'Resize Contract with the arrow keys' })
  const widthOf = (onText: ReturnType<typeof vi.fn>) =>
    Number(/^contract\.(\d+),/.exec(onText.mock.lastCall?.[0])?.[1])

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
    const { onText } = await mountWide()
    fireEvent.keyDown(edge(), { key: 'ArrowLeft' })
    expect(widthOf(onText)).toBe(184)
    fireEvent.keyDown(edge(), { key: 'ArrowRight' })
    expect(widthOf(onText)).toBe(216)
  })

  test('the other way where text runs from right to left', async () => {
    const { onText } = await mountWide()
    document.documentElement.style.direction = 'rtl'
    onTestFinished(() => document.documentElement.removeAttribute('style'))
    fireEvent.keyDown(edge(), { key: 'ArrowLeft' })
    expect(widthOf(onText)).toBe(216)
    drag('pointerDown', 500)
    drag('pointerMove', 480)
    expect(edge().style.transform).toBe('translateX(-20px)')
    drag('pointerUp', 460)
    expect(widthOf(onText)).toBe(240)
  })

  test('to where its edge is dragged, and never below a readable width', async () => {
    const { onText } = await mountWide()
    drag('pointerDown', 500)
    drag('pointerMove', 530)
    drag('pointerUp', 540)
    expect(widthOf(onText)).toBe(240)
    drag('pointerDown', 500)
    drag('pointerUp', 0)
    expect(widthOf(onText)).toBe(64)
  })

  test('not when its edge is only pressed', async () => {
    const { onText } = await mountWide()
    drag('pointerDown', 500)
    drag('pointerUp', 500)
    expect(onText).not.toHaveBeenCalled()
  })

  test('not after the browser has taken the drag away', async () => {
    const { onText } = await mountWide()
    drag('pointerDown', 500)
    drag('pointerMove', 530)
    drag('pointerCancel', 530)
    expect(edge().style.transform).toBe('')
    drag('pointerMove', 600)
    drag('pointerUp', 600)
    expect(edge().style.transform).toBe('')
    expect(onText).not.toHaveBeenCalled()
  })

  test('except the last, which ends with the table', async () => {
    mountWide()
    expect(screen.queryByRole('button', { name: /width of Amount/ })).toBeNull()
  })
})
