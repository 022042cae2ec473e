import { screen } from '@testing-library/react'
import { useState } from 'react'
import { describe, expect, test, vi } from 'vitest'
import { useListTable } from '#components/table/use-list-table.ts'
import { mount } from '#components/testing/mount.tsx'
import { COLUMNS, type Row } from '#components/testing/rows.tsx'
import { ColumnMenu } from './column-menu.tsx'

function Menu({ text, onReset }: { text: string | null; onReset: () => void }) {
  const [columns, setColumns] = useState(text)
  const [density, setDensity] = useState<'standard' | 'compact'>('standard')
  return (
    <ColumnMenu
      table={useListTable(COLUMNS, NO_ROWS, { text: columns, onChange: setColumns })}
      onReset={onReset}
      density={density}
      onDensityChange={setDensity}
    />
  )
}
const NO_ROWS: Row[] = []

const mountMenu = (text: string | null = null, onReset = vi.fn()) =>
  mount(<Menu text={text} onReset={onReset} />)
const listed = () => screen.getAllByRole('listitem').map((one) => one.textContent)
const box = (name: string) => screen.getByRole<HTMLInputElement>('checkbox', { name })

describe('the menu of columns', () => {
  test('lists the shown columns in their order, then the hidden ones', () => {
    mountMenu('amount,contract')
    expect(listed()).toEqual(['Amount', 'Contract', 'Customer'])
    expect([box('Amount').checked, box('Customer').checked]).toEqual([true, false])
  })

  test('hides a column and adds it again at the end', async () => {
    const { user } = mountMenu()
    await user.click(box('Contract'))
    expect(listed()).toEqual(['Customer', 'Amount', 'Contract'])
    await user.click(box('Contract'))
    expect(box('Contract').checked).toBe(true)
    expect(listed()).toEqual(['Customer', 'Amount', 'Contract'])
  })

  test('keeps the last column', () => {
    mountMenu('amount')
    expect(box('Amount').disabled).toBe(true)
  })

  test('moves a column up and down, as far as it goes', async () => {
    const { user } = mountMenu()
    await user.click(screen.getByRole('button', { name: 'Move Amount up' }))
    expect(listed()).toEqual(['Contract', 'Amount', 'Customer'])
    await user.click(screen.getByRole('button', { name: 'Move Contract down' }))
    expect(listed()).toEqual(['Amount', 'Contract', 'Customer'])
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Move Amount up' }).disabled).toBe(true)
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Move Customer down' }).disabled).toBe(true)
  })

  test('chooses the height of the rows, and goes back to the default columns', async () => {
    const onReset = vi.fn()
    const { user } = mountMenu('amount', onReset)
    await user.click(screen.getByRole('radio', { name: 'Compact' }))
    expect(screen.getByRole<HTMLInputElement>('radio', { name: 'Compact' }).checked).toBe(true)
    await user.click(screen.getByRole('button', { name: 'Reset' }))
    expect(onReset).toHaveBeenCalledTimes(1)
  })
})
