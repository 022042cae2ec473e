import { expect, test } from '#e2e/support/test.ts'

test('an amount of unpaid by age leads to exactly its billing periods', async ({ page }) => {
  await page.goto('/collections')
  const table = page.getByRole('region', { name: 'Unpaid by age' })
  const cell = table
    .getByRole('row', { name: /^15–30 days/ })
    .getByRole('cell')
    .first()
  const amount = await cell.getByRole('link').innerText()
  const count = /(\d[\d,]*) periods?/.exec(await cell.innerText())?.[1]
  await cell.getByRole('link').click()
  await expect(page).toHaveURL(/\/billing-periods\?.*end_from=.*end_to=/)
  const totals = page.getByRole('region', { name: /billing period totals/i })
  await expect(totals).toContainText(`${count} period`)
  await expect(totals).toContainText(amount)
})

test('billing periods without an end day are a filter of the list', async ({ page }) => {
  await page.goto('/billing-periods?end=none')
  await expect(page.getByRole('button', { name: /^Period end missing/ })).toContainText('No end day')
  await page.getByRole('button', { name: 'Remove filter Period end missing' }).click()
  await expect(page).toHaveURL('/billing-periods')
})
