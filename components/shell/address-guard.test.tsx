import '#components/testing/next.ts'
import { screen, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { opened, visit } from '#components/testing/address.ts'
import { mount } from '#components/testing/mount.tsx'
import { useIsMisread } from '#components/ui/misread.ts'
import { addressIssues } from '#lib/address-issues.ts'
import { billingPeriodFilters } from '#lib/billing-periods/filters.ts'
import { parseParamsLeniently } from '#lib/search-params.ts'
import { AddressGuard } from './address-guard.tsx'

function Export() {
  return useIsMisread() ? null : <button type="button">Export</button>
}

function show(query: string, now = query) {
  const search = new URLSearchParams(query)
  const used = parseParamsLeniently(billingPeriodFilters, search)
  visit(`/billing-periods?${now}`)
  return mount(
    <AddressGuard issues={addressIssues(billingPeriodFilters, search, used)}>
      <Export />
    </AddressGuard>,
  )
}

const notice = () => screen.findByRole('region', { name: 'The address is not fully understood' })

test('says what is ignored, exports nothing, and removes it from the address', async () => {
  const { user } = show('status=PAYMENT_COMPLET&currency=NGN&x=1')
  const items = within(await notice()).getAllByRole('listitem')
  expect(items.map(({ textContent }) => textContent?.replace(/\s+/g, ' ').trim())).toEqual([
    'The address asks for status PAYMENT_COMPLET, which does not exist. It was ignored, so nothing here is filtered by status. Use PAYMENT_COMPLETE',
    'The address asks for “x”, which this page doesn’t have: 1. It was ignored.',
  ])
  expect(screen.queryByRole('button', { name: 'Export' })).toBeNull()
  await user.click(screen.getByRole('button', { name: 'Remove from address' }))
  expect(opened).toEqual(['?currency=NGN'])
})

test('puts in what was meant', async () => {
  const { user } = show('curency=NGN&status=DRAFT')
  await notice()
  await user.click(screen.getByRole('button', { name: 'Use currency' }))
  expect(opened).toEqual(['?currency=NGN&status=DRAFT'])
})

test('goes once the address is mended', () => {
  show('status=PAYMENT_COMPLET', 'status=DRAFT')
  expect(screen.queryByRole('region')).toBeNull()
  expect(screen.getByRole('button', { name: 'Export' })).toBeTruthy()
})

test('shows the values of others as text, with hidden characters marked and a sensible length', async () => {
  const query = new URLSearchParams([
    ['<b>evil</b>', 'a\u202eb'],
    ['status', 'X'.repeat(3_000)],
    ['status', 'DRAFT'],
  ])
  show(query.toString())
  const [name, value] = within(await notice()).getAllByRole('listitem')
  expect(name?.textContent).toContain('“<b>evil</b>”')
  expect(name?.querySelector('.hidden-mark')).toBeTruthy()
  expect(value?.textContent).toContain(`${'X'.repeat(60)}…, which does not exist. It was ignored.`)
})

test('tells of many by their number', async () => {
  show(Array.from({ length: 9 }, (_, at) => `x${at}=1`).join('&'))
  expect(within(await notice()).getAllByRole('listitem')).toHaveLength(5)
  expect((await notice()).textContent).toContain('And 4 more that were ignored.')
})
