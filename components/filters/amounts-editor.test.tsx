import { screen } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import { mount } from '#components/testing/mount.tsx'
import { FilterEditor } from './filter-editor.tsx'
import type { FilterSpec, FilterValues } from './filter-spec.ts'

const amounts: FilterSpec = { kind: 'amounts', key: 'amount_from', to: 'amount_to', label: 'Amount' }
const unpaid: FilterSpec = { kind: 'unpaid', key: 'unpaid_over', label: 'Unpaid for', of: 'periods' }
const currency = ['NGN', 'KES', '₦'].map((value) => ({ value, label: value, count: 1 }))
const options = { options: { currency }, more: {}, snapshot: '1' }

function edit(spec: FilterSpec, values: FilterValues) {
  const onChange = vi.fn()
  const { user } = mount(
    <FilterEditor spec={spec} values={values} options={options} failure={null} onChange={onChange} />,
  )
  return { user, onChange }
}

test('asks for the currency first', async () => {
  const { user, onChange } = edit(amounts, { currency: ['NGN', 'KES'] })
  expect(screen.queryByLabelText('From')).toBeNull()
  await user.click(screen.getByRole('button', { name: '₦' }))
  expect(onChange.mock.calls).toEqual([[{ currency: ['₦'] }]])
})

test('takes exact amounts, and puts both ends in order', async () => {
  const { user, onChange } = edit(amounts, { currency: ['NGN'], amount_from: '100', amount_to: null })
  await user.type(screen.getByLabelText('To (inclusive)'), '9.50{Enter}')
  expect(onChange.mock.calls).toEqual([[{ amount_from: '9.50', amount_to: '100' }]])
})

test('takes what was typed also with Esc and when the field is left, and keeps the focus with Enter', async () => {
  const { user, onChange } = edit(amounts, { currency: ['NGN'], amount_from: null, amount_to: null })
  const [from, to] = [screen.getByLabelText('From'), screen.getByLabelText('To (inclusive)')]
  await user.type(from, '5')
  await user.type(to, '7{Escape}')
  expect(onChange.mock.calls).toEqual([
    [{ amount_from: '5', amount_to: null }],
    [{ amount_from: null, amount_to: '7' }],
  ])
  await user.type(from, '1{Enter}')
  expect(document.activeElement).toBe(from)
})

test('says so instead of guessing what was typed', async () => {
  const { user, onChange } = edit(amounts, { currency: ['NGN'] })
  await user.type(screen.getByLabelText('From'), '1,250{Enter}')
  expect(screen.getByRole('alert').textContent).toBe(
    'Write digits with a point for decimals, such as 1250.50.',
  )
  expect(onChange).not.toHaveBeenCalled()
})

test('chooses for how many days rows are unpaid', async () => {
  const { user, onChange } = edit(unpaid, { unpaid_over: null })
  await user.click(screen.getByRole('button', { name: 'more than 30 days' }))
  await user.type(screen.getByLabelText('More than this many days'), '45{Enter}')
  expect(onChange.mock.calls).toEqual([[{ unpaid_over: '30' }], [{ unpaid_over: '45' }]])
  await user.type(screen.getByLabelText('More than this many days'), '{Backspace}{Backspace}60{Escape}')
  expect(onChange.mock.lastCall).toEqual([{ unpaid_over: '60' }])
})
