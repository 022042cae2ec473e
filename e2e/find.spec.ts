import { expect, test } from '#e2e/support/test.ts'

test('finds a contract from any page by keyboard, and opens it', async ({ page }) => {
  await page.goto('/collections')
  const name = await page.request
    .get('/api/contracts?limit=1&sort=contract')
    .then((response) => response.json())
    .then(({ rows }: { rows: { contract: string }[] }) => rows[0]?.contract ?? '')
  await page.keyboard.press('ControlOrMeta+k')
  const field = page.getByRole('combobox', { name: 'Find a page' })
  await expect(field).toBeFocused()
  await field.fill(name.toLowerCase().replaceAll('-', ' '))
  const contracts = page.getByRole('group', { name: 'Contracts', exact: true })
  await expect(contracts.getByRole('option').first()).toContainText(name)
  await expect(page.getByRole('group', { name: 'Billing periods' })).toBeVisible()
  await field.press('Enter')
  await expect(page).toHaveURL(/\/contracts\/\w+/)
  await expect(page.getByRole('heading', { level: 1 })).toContainText(name)
  await expect(field).toBeHidden()
})

test('tabs keep the search, and a tab without a match says where there is one', async ({ page }) => {
  const { rows } = await page.request
    .get('/api/invoices?source=payment-links&limit=1')
    .then((response) => response.json())
  await page.goto(`/invoices?search=${rows[0].accountNumber}`)
  await expect(page.getByText('No invoices match')).toBeVisible()
  const link = page.getByRole('link', { name: /^\d+ found under Payment links$/ })
  await expect(link).toBeVisible()
  await page.getByRole('navigation', { name: 'Invoice sources' }).getByText('Client invoices').click()
  await expect(page).toHaveURL(/source=client-invoices/)
  await expect(page.getByRole('searchbox')).toHaveValue(rows[0].accountNumber)
  await link.click()
  await expect(page).toHaveURL(/source=payment-links/)
  await expect(page.getByRole('table')).toContainText(rows[0].number)
})
