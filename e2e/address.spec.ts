import type { Page } from '@playwright/test'
import { openAs } from '#e2e/support/acts.ts'
import { axeFaults } from '#e2e/support/axe.ts'
import { expect, test } from '#e2e/support/test.ts'

const notice = (page: Page) => page.getByRole('region', { name: 'The address is not fully understood' })
const exportButton = (page: Page) => page.getByRole('button', { name: /^Export/ })

/** An address of each page that reads one, with something that it cannot use, and its downloads. */
const MISREAD = [
  ['/billing-periods?status=PAYMENT_COMPLET', 'status PAYMENT_COMPLET, which does not exist'],
  ['/billing-periods?start_from=2026-11-01&start_to=soon', 'start_to soon, which can’t be read'],
  ['/billing-periods?curency=NGN', '“curency”, which this page doesn’t have'],
  ['/invoices?source=client-invoices&currency=NGN', 'currency NGN, which can’t be used here'],
  ['/invoices?source=hello', 'source hello, which does not exist'],
  ['/contracts?behind=many', 'behind many, which does not exist'],
  ['/?range=27w', 'range 27w, which does not exist'],
  ['/collections?from=2026-02-30', 'from 2026-02-30, which can’t be read'],
  ['/report?currency=NGN', '“currency”, which this page doesn’t have'],
  ['/billing-periods/changes?since=once', 'since once, which can’t be read'],
  ['/invoices/changes?source=client-invoices&currency=NGN', 'currency NGN, which can’t be used here'],
] as const

test.describe('an address that is not understood says so', () => {
  for (const [address, words] of MISREAD) {
    test(address, async ({ page }) => {
      await page.goto(address)
      await expect(notice(page)).toContainText(words)
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
      await expect(page.getByRole('button', { name: /^Export|CSV|PNG|^Select all/ })).toHaveCount(0)
      await notice(page).getByRole('button', { name: 'Remove from address' }).click()
      await expect(notice(page)).toBeHidden()
    })
  }
})

test('nothing is exported until the address is mended, and then what was meant', async ({ page }) => {
  await page.goto('/billing-periods?curency=NGN&status=PAYMENT_COMPLET&status=DRAFT')
  await expect(notice(page).getByRole('listitem')).toHaveCount(2)
  expect(await axeFaults(page)).toEqual([])
  await expect(exportButton(page)).toBeHidden()
  await page.getByRole('button', { name: 'Use currency' }).click()
  await page.getByRole('button', { name: 'Use PAYMENT_COMPLETE' }).click()
  await expect(notice(page)).toBeHidden()
  await expect(page).toHaveURL('/billing-periods?currency=NGN&status=PAYMENT_COMPLETE&status=DRAFT')
  await expect(exportButton(page)).toBeVisible()
  await expect(page.getByRole('group', { name: 'Filter: Currency' })).toContainText('NGN')
})

test('what was meant is read again, for it may not be understood either', async ({ page }) => {
  await page.goto('/billing-periods?statuss=PAYMENT_COMPLET')
  await page.getByRole('button', { name: 'Use status' }).click()
  await expect(notice(page)).toContainText('status PAYMENT_COMPLET, which does not exist')
  await expect(exportButton(page)).toBeHidden()
})

test('a filter that was ignored stays out when another one would let it apply', async ({ page }) => {
  await page.goto('/billing-periods?amount_from=5&sort=-amount')
  await expect(notice(page).getByRole('listitem')).toHaveCount(2)
  await page.getByRole('button', { name: 'Filter', exact: true }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Currency', exact: true }).click()
  await page.getByRole('dialog').getByRole('checkbox', { name: 'NGN' }).click()
  await expect(page).toHaveURL('/billing-periods?currency=NGN')
  await expect(notice(page)).toBeHidden()
})

test('another case and blanks are understood, and links may carry marks of mailings', async ({
  page,
  request,
}) => {
  const { totals } = await (await request.get('/api/billing-periods?currency=NGN&limit=1')).json()
  await page.goto('/billing-periods?currency=%20ngn&utm_source=mail')
  await expect(page.getByRole('region', { name: 'Billing period totals' })).toContainText(
    Number(totals[0].count).toLocaleString('en'),
  )
  await expect(notice(page)).toBeHidden()
  await expect(exportButton(page)).toBeVisible()
  expect((await request.get('/api/billing-periods?currency=ngn')).status()).toBe(400)
})

test('the lists of admins say so too', async ({ browser }) => {
  const page = await openAs(browser, 'Admin')
  for (const address of [
    '/admin/people?sort=nmae',
    '/admin/requests?serch=a',
    '/admin/integrations?sort=colour',
    '/admin/funding-sources?x=1',
    '/admin/audit?outcome=maybe',
  ]) {
    await page.goto(address)
    await expect(notice(page)).toBeVisible()
    await notice(page).getByRole('button', { name: 'Remove from address' }).click()
    await expect(notice(page)).toBeHidden()
  }
})
