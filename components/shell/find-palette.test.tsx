import { screen, waitFor, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { mount } from '#components/testing/mount.tsx'
import { json, never, problem, serve } from '#components/testing/server.ts'
import type { Found } from '#lib/find/schema.ts'
import { FindButton } from './find-button.tsx'

const row = (id: string, name: string): Found['rows'][number] => ({
  id,
  name,
  text: 'Heifer',
  day: '2026-03-02',
  amount: '12.50',
  currency: 'NGN',
})
const answer = (...found: Found[]) => json({ found, snapshot: '1' })
const contracts: Found = { place: 'contracts', count: 1, isMore: false, rows: [row('c1', 'KAD-0334')] }
const periods: Found = { place: 'billing-periods', count: 200, isMore: true, rows: [row('p1', 'KAD-0335')] }

const ROLE = 'operator'

async function open() {
  const { user } = mount(<FindButton role={ROLE} />)
  await user.keyboard('{Control>}k{/Control}')
  return { user, field: await screen.findByRole('combobox') }
}

test('opens by the shortcut and by its button, and lists the pages', async () => {
  const { user, field } = await open()
  await waitFor(() => expect(document.activeElement).toBe(field))
  expect(within(screen.getByRole('group', { name: 'Pages' })).getAllByRole('option').length).toBe(7)
  await user.keyboard('{Escape}')
  await waitFor(() => expect(screen.queryByRole('combobox')).toBeNull())
  await user.click(screen.getByRole('button', { name: 'Find anything' }))
  expect(await screen.findByRole('combobox')).toBeTruthy()
})

test('shows what is found by list, each with its number and a link to all', async () => {
  serve({ '/api/find': () => answer(contracts, periods) })
  const { user, field } = await open()
  await user.type(field, 'kad')
  const group = await screen.findByRole('group', { name: 'Billing periods' })
  expect(group.textContent).toContain('200+')
  const links = within(group).getAllByRole('option')
  expect(links.map((link) => link.getAttribute('href'))).toEqual([
    '/billing-periods?search=kad&row=p1',
    '/billing-periods?search=kad',
  ])
  const [contract] = within(screen.getByRole('group', { name: 'Contracts' })).getAllByRole('option')
  expect(contract?.getAttribute('href')).toBe('/contracts/c1')
  // No page has these letters, so the first contract is what Enter opens.
  expect(contract?.getAttribute('aria-selected')).toBe('true')
  expect(field.getAttribute('aria-activedescendant')).toBe(contract?.id)
  await user.keyboard('{ArrowDown}')
  expect(field.getAttribute('aria-activedescendant')).toBe(links[0]?.id)
  await user.keyboard('{ArrowUp}{ArrowUp}')
  expect(field.getAttribute('aria-activedescendant')).toBe(links[1]?.id)
})

test('shows nothing of an earlier text', async () => {
  serve({
    '/api/find': (search) => (search.get('search') === 'kad' ? answer(contracts) : never()),
  })
  const { user, field } = await open()
  await user.type(field, 'kad')
  expect(await screen.findByText('KAD-0334')).toBeTruthy()
  await user.type(field, '9')
  expect(screen.queryByText('KAD-0334')).toBeNull()
  expect(screen.getByText('Searching…')).toBeTruthy()
})

test('says that nothing is found, and what failed', async () => {
  const answers = [answer(), problem(503, 'The database takes too long.')]
  serve({ '/api/find': () => answers.shift()! })
  const { user, field } = await open()
  await user.type(field, 'qqq')
  expect(await screen.findByText('Nothing found for “qqq”.')).toBeTruthy()
  await user.type(field, 'x')
  expect((await screen.findByRole('alert')).textContent).toContain('The search failed.')
})
