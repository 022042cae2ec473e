import type { APIRequestContext } from '@playwright/test'
import { listRows } from '#e2e/support/lists.ts'
import { expect, test } from '#e2e/support/test.ts'
import type { Sources } from '#lib/sources/schema.ts'
import type { Resource } from '#lib/sources.ts'

/** Returns since when changes of a list of Hello Tractor are kept. */
async function historyFrom(request: APIRequestContext, of: Resource = 'billing-periods'): Promise<string> {
  const { sources }: Sources = await (await request.get('/api/sources')).json()
  const own = sources.find(({ source }) => source === 'hello-tractor')?.resources
  const from = own?.find(({ resource }) => resource === of)?.historyFrom
  expect(from).toBeTruthy()
  return from ?? ''
}

for (const path of ['/', '/billing-periods', '/invoices', '/collections']) {
  test(`${path} shows what Furrow had at an instant, and leads back to today`, async ({ page, request }) => {
    const at = await historyFrom(request, path === '/invoices' ? 'invoices' : 'billing-periods')
    await page.goto(`${path}?as_of=${at}`)
    const notice = page.getByRole('region', { name: 'As of an earlier day' })
    await expect(notice).toContainText('As Furrow had it at')
    await expect(page.getByRole('group', { name: 'Filter: As of' })).toBeVisible()
    await notice.getByRole('button', { name: 'Back to today' }).click()
    await expect(notice).toBeHidden()
    await expect(page).not.toHaveURL(/as_of/)
  })
}

test('a row that is opened as of an earlier instant is said to be that of today', async ({
  page,
  request,
}) => {
  await page.goto(`/billing-periods?as_of=${await historyFrom(request)}`)
  await expect(page.getByText('A row that you open shows its values of today')).toBeVisible()
  await listRows(page).first().click()
  const pane = page.getByRole('complementary', { name: /Billing period/ })
  await expect(pane).toContainText('History')
})

test('a figure as of an earlier instant leads to the rows of that instant', async ({ page, request }) => {
  await page.goto(`/collections?as_of=${await historyFrom(request)}`)
  await page.getByRole('table').first().getByRole('link').first().click()
  await expect(page).toHaveURL(/\/billing-periods\?.*as_of=/)
  await expect(page.getByRole('region', { name: 'As of an earlier day' })).toBeVisible()
})

test('the overview as of an earlier instant leads to the rows of that instant, and names no contracts', async ({
  page,
  request,
}) => {
  await page.goto(`/?as_of=${await historyFrom(request)}`)
  await expect(page.getByText('Furrow keeps contracts only as they are today.')).toBeVisible()
  const figures = page.getByRole('region', { name: 'Key figures' })
  await expect(figures.getByRole('link').first()).toHaveAttribute('href', /as_of=/)
  await figures.getByRole('link').first().click()
  await expect(page).toHaveURL(/\/billing-periods\?.*as_of=/)
  await expect(page.getByRole('region', { name: 'As of an earlier day' })).toBeVisible()
})

test.describe('an instant before the history', () => {
  test.use({ expectedConsole: [/status of 400/] })

  test('is refused with the earliest one', async ({ page }) => {
    await page.goto('/billing-periods?as_of=2020-01-01')
    await expect(page.getByText(/Furrow keeps changes since .*2026/)).toBeVisible()
    await page.getByRole('button', { name: 'Remove filter As of' }).click()
    await expect(listRows(page).first()).toBeVisible()
  })
})

test('a list can be narrowed to what has changed since an instant', async ({ page, request }) => {
  await page.goto(`/billing-periods?changed_since=${await historyFrom(request)}`)
  await expect(page.getByRole('group', { name: 'Filter: Changed since' })).toBeVisible()
  await page.getByRole('button', { name: 'Remove filter Changed since' }).click()
  await expect(listRows(page).first()).toBeVisible()
})
