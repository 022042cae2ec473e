import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { expect, test } from '#e2e/support/test.ts'

async function downloaded(page: Page): Promise<{ name: string; lines: string[] }> {
  const saving = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Download CSV' }).click()
  const file = await saving
  const text = await readFile(await file.path(), 'utf8')
  return { name: file.suggestedFilename(), lines: text.split('\r\n') }
}

test('a file for people is what the screen shows, and one for programs loads as it is', async ({ page }) => {
  await page.goto('/billing-periods?status=PAYMENT_FAILED&currency=NGN&columns=amount,status,contract.300')
  await page.getByRole('button', { name: /^Export/ }).click()
  const people = await downloaded(page)
  expect(people.name).toMatch(/^billing-periods-ngn-payment-failed-\d{4}-\d\d-\d\d\.csv$/)
  expect(people.lines[0]).toBe('\ufeffCurrency,Amount,Status,Contract')
  expect(people.lines[1]).toMatch(/^NGN,[\d.]+,Payment failed,/)
  const total = people.lines.find((line) => line.includes('Total NGN: '))
  expect(total).toMatch(/^NGN,[\d.]+,"?Total NGN: /)
  await page.getByRole('radio', { name: 'Programs' }).check()
  await page.getByRole('radio', { name: 'Left out' }).check()
  const data = await downloaded(page)
  expect(data.lines[0]).toMatch(/^id,contract,start_date,end_date,week,status,currency,amount,/)
  expect(data.lines.some((line) => line.startsWith('# '))).toBe(false)
})
