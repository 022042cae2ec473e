import type { Page } from '@playwright/test'
import { listRows } from '#e2e/support/lists.ts'
import { expect, test } from '#e2e/support/test.ts'
import type { BillingPeriodList } from '#lib/billing-periods/schema.ts'

const dialog = (page: Page) => page.getByRole('dialog')

test('sorting by amount asks for the currency', async ({ page }) => {
  await page.goto('/billing-periods')
  await page
    .getByRole('columnheader', { name: 'Amount' })
    .getByRole('button', { name: 'Amount' })
    .first()
    .click()
  await dialog(page).getByRole('button', { name: 'KES' }).click()
  await expect(page).toHaveURL('/billing-periods?currency=KES&sort=-amount')
  await expect(page.getByRole('columnheader', { name: 'Amount' })).toHaveAttribute('aria-sort', 'descending')
  await page.getByRole('button', { name: 'Remove filter Currency' }).click()
  await expect(page).toHaveURL('/billing-periods')
})

test('a range of amounts asks for the currency, and its rows are those of the API', async ({
  page,
  request,
}) => {
  await page.goto('/billing-periods')
  await page.getByRole('button', { name: 'Filter', exact: true }).click()
  await dialog(page).getByRole('button', { name: 'Amount', exact: true }).click()
  await dialog(page).getByRole('button', { name: 'NGN' }).click()
  await dialog(page).getByLabel('From').fill('20000')
  await dialog(page).getByLabel('From').press('Enter')
  await expect(page).toHaveURL('/billing-periods?currency=NGN&amount_from=20000')
  const asked = '/api/billing-periods?currency=NGN&amount_from=20000&limit=1'
  const { totals }: BillingPeriodList = await (await request.get(asked)).json()
  const count = totals[0]?.count ?? 0
  expect(count).toBeGreaterThan(0)
  await expect(page.getByRole('region', { name: 'Billing period totals' })).toContainText(
    count.toLocaleString('en'),
  )
  await expect(listRows(page).first()).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('group', { name: 'Filter: Amount' })).toContainText('NGN 20,000.00 or more')
  // Amounts compare only within one currency, so the range leaves with it.
  await page.getByRole('button', { name: 'Remove filter Currency' }).click()
  await expect(page).toHaveURL('/billing-periods')
})

test('an address with a range of amounts and no currency says so, and shows no amount range', async ({
  page,
}) => {
  await page.goto('/billing-periods?amount_from=20000')
  const notice = page.getByRole('region', { name: 'The address is not fully understood' })
  await expect(notice).toContainText('Amounts can be compared in one currency only.')
  await expect(page.getByRole('button', { name: /^Export/ })).toBeHidden()
})
