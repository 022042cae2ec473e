import type { Page } from '@playwright/test'
import { openAs } from '#e2e/support/acts.ts'
import { axeFaults } from '#e2e/support/axe.ts'
import { expect, test } from '#e2e/support/test.ts'
import type { FundingSourceSettings } from '#lib/admin/schema.ts'
import type { Targets } from '#lib/collections/target-schema.ts'

// One after the other: they change the same funding source.
test.describe.configure({ mode: 'default' })

/** Opens a funding source that was billed, and returns it with the currency of most of its periods. */
async function openSource(page: Page) {
  const response = await page.request.get('/api/admin/funding-sources/settings')
  const { fundingSources }: FundingSourceSettings = await response.json()
  const source = fundingSources.find(({ currencies }) => currencies.length > 0)
  const [currency] = source?.currencies ?? []
  if (!source || !currency) throw new Error('no funding source was billed')
  await page.goto('/admin/funding-sources')
  await page.getByRole('link', { name: source.name, exact: true }).first().click()
  await expect(page.getByRole('heading', { name: source.name })).toBeVisible()
  return { name: source.name, currency }
}

const noOverflow = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

test('an admin sets a target, Collections and the report compare with it, and the log tells of it', async ({
  browser,
}) => {
  const page = await openAs(browser, 'Admin')
  const { name, currency } = await openSource(page)
  const field = page.getByLabel(`Target for ${currency} in %`)
  const save = page.getByRole('button', { name: `Save the target for ${currency}` })
  await field.fill('100,1')
  await save.click()
  await expect(page.getByText('Enter more than 0 and at most 100, with at most one decimal')).toBeVisible()
  await expect(field).toHaveAttribute('aria-invalid', 'true')
  expect(await axeFaults(page)).toEqual([])
  await field.fill('99,5')
  await save.click()
  await expect(page.getByText(`Saved. The target of ${name} in ${currency} is now 99.5%.`)).toBeVisible()
  await expect(page.getByText(/^Set by /)).toBeVisible()
  expect(await axeFaults(page)).toEqual([])

  await page.goto(`/collections?funding_source=${encodeURIComponent(name)}`)
  const section = page.getByRole('region', { name: 'Targets', exact: true })
  await expect(section.getByText('99.5%')).toBeVisible()
  const answer = await page.request.get('/api/collections/targets')
  const { targets }: Targets = await answer.json()
  const target = targets.find((one) => one.fundingSource === name && one.currency === currency)
  const state = { below: 'Below', watch: 'Watch', met: 'Met', open: 'Open' }[
    target?.points[0]?.state ?? 'open'
  ]
  await expect(section.getByText(state, { exact: true }).first()).toBeVisible()
  const toggle = section.getByRole('button', { name: `Show the weeks of ${name} in ${currency}` })
  await toggle.click()
  await expect(toggle).toHaveAttribute('aria-expanded', 'true')
  expect(await axeFaults(page)).toEqual([])
  await page.setViewportSize({ width: 390, height: 844 })
  expect(await noOverflow(page)).toBe(0)
  await page.setViewportSize({ width: 1440, height: 900 })

  // A weekly point opens the billing periods that it is computed from.
  const link = section.getByRole('link', { name: /\d/ }).last()
  const amount = (await link.textContent()) ?? ''
  await link.click()
  await expect(page.getByRole('region', { name: 'Billing period totals' })).toContainText(amount)

  await page.goto('/report')
  await expect(page.getByRole('region', { name: 'Targets', exact: true }).getByText('99.5%')).toBeVisible()
  await page.goto('/admin/audit')
  await expect(page.getByText(`set the target of ${name} in ${currency} to 99.5%`).first()).toBeVisible()

  await openSource(page)
  await page.setViewportSize({ width: 390, height: 844 })
  expect(await noOverflow(page)).toBe(0)
  await page.getByRole('button', { name: `Remove the target for ${currency}` }).click()
  await expect(page.getByText(`The target of ${name} in ${currency} is removed.`)).toBeVisible()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByText('Change undone.')).toBeVisible()
  await expect(field).toHaveValue('99.5')
  await page.getByRole('button', { name: `Remove the target for ${currency}` }).click()
  await expect(page.getByText(`The target of ${name} in ${currency} is removed.`)).toBeVisible()
  await page.context().close()
})

test('an admin who saw another target overwrites nothing', async ({ browser }) => {
  const page = await openAs(browser, 'Admin')
  const { name, currency } = await openSource(page)
  const key = { fundingSource: name, currency }
  const headers = { origin: new URL(page.url()).origin }
  const post = (path: string, data: object) => page.request.post(path, { data, headers })
  await page.getByLabel(`Target for ${currency} in %`).fill('70')
  const other = await post('/api/admin/funding-sources/target', { ...key, percent: '60', version: '' })
  const { target } = await other.json()
  await page.getByRole('button', { name: `Save the target for ${currency}` }).click()
  await expect(page.getByText(/Someone else changed this after you opened it/)).toBeVisible()
  await expect(page.getByLabel(`Target for ${currency} in %`)).toHaveValue('60')
  const version = target.version
  expect((await post('/api/admin/funding-sources/target/remove', { ...key, version })).status()).toBe(200)
  await page.context().close()
})
