import { screen } from '@testing-library/react'
import { useState } from 'react'
import { describe, expect, test, vi } from 'vitest'
import type { ColumnChoice } from '#components/table/column-layout.ts'
import { mount } from '#components/testing/mount.tsx'
import { COLUMNS } from '#components/testing/rows.tsx'
import { ColumnMenu } from './column-menu.tsx'

const METAS = new Map(COLUMNS.map(({ id, meta }) => [id, meta]))

function Menu({ ids, onReset }: { ids: readonly string[]; onReset: () => void }) {
  const [columns, setColumns] = useState<readonly ColumnChoice[]>(ids.map((id) => ({ id, width: null })))
  const [density, setDensity] = useState<'standard' | 'compact'>('standard')
  return (
    <ColumnMenu
      metas={METAS}
      columns={columns}
      onColumnsChange={(next) => (next ? setColumns(next) : onReset())}
      density={density}
      onDensityChange={setDensity}
    />
  )
}

const mountMenu = (ids = ['contract', 'customer', 'amount'], onReset = vi.fn()) =>
  mount(<Menu ids={ids} onReset={onReset} />)
const listed = () => screen.getAllByRole('listitem').map((one) => one.textContent)
const box = (name: string) => screen.getByRole<HTMLInputElement>('checkbox', { name })

describe('the menu of columns', () => {
  test('lists the shown columns in their order, then the hidden ones', () => {
    mountMenu(['amount', 'contract'])
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
    mountMenu(['amount'])
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
    const { user } = mountMenu(['amount'], onReset)
    await user.click(screen.getByRole('radio', { name: 'Compact' }))
    expect(screen.getByRole<HTMLInputElement>('radio', { name: 'Compact' }).checked).toBe(true)
    await user.click(screen.getByRole('button', { name: 'Reset' }))
    expect(onReset).toHaveBeenCalledTimes(1)
  })
})
