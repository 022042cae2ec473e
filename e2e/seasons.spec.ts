import { openAs } from '#e2e/support/acts.ts'
import { axeFaults } from '#e2e/support/axe.ts'
import { expect, test } from '#e2e/support/test.ts'
import type { FundingSourceSettings } from '#lib/admin/schema.ts'

test('an admin gives a funding source a season, which becomes a range and a band by its name', async ({
  browser,
}) => {
  const page = await openAs(browser, 'Admin')
  const response = await page.request.get('/api/admin/funding-sources/settings')
  const { fundingSources }: FundingSourceSettings = await response.json()
  const name = fundingSources.find(({ currencies }) => currencies.length > 0)?.name ?? ''
  const admin = `/admin/funding-sources?row=${encodeURIComponent(name)}`
  const own = `funding_source=${encodeURIComponent(name)}`

  // An address from the time of fixed seasons shows the usual range, and says why.
  await page.goto(`/?range=season&${own}`)
  await expect(page.getByText('These funding sources have no season in common')).toBeVisible()
  await expect(page.getByRole('radio', { name: '26 weeks' })).toBeChecked()

  // A click before the page works would be lost.
  await page.goto(admin, { waitUntil: 'networkidle' })
  await page.getByRole('button', { name: 'New season' }).click()
  await page.getByLabel('Season', { exact: true }).fill('Long rains')
  await page.getByLabel('First month').selectOption('October')
  await page.getByLabel('Last month').selectOption('March')
  expect(await axeFaults(page)).toEqual([])
  await page.getByRole('button', { name: 'Add season' }).click()
  await expect(page.getByText('The season Long rains is saved.')).toBeVisible()
  await expect(page.getByText('October to March')).toBeVisible()

  await page.getByRole('button', { name: 'New season' }).click()
  await page.getByLabel('Season', { exact: true }).fill('Cold')
  await page.getByRole('button', { name: 'Add season' }).click()
  await expect(page.getByText('These months overlap with the season Long rains.')).toBeVisible()

  // The week that began on 28 September ends in October.
  await page.goto(`/collections?${own}`, { waitUntil: 'networkidle' })
  await page.getByText('Long rains', { exact: true }).first().click()
  await expect(page).toHaveURL(/range=season/)
  await expect(page.getByText(/Long rains, 28 Sep – 29 Nov 2026/).first()).toBeVisible()
  await expect(page.getByText(/^Seasons: Long rains, 28 Sep – 29 Nov 2026/).first()).toBeVisible()
  expect(await axeFaults(page)).toEqual([])
  // All funding sources do not agree on it.
  await page.goto('/collections')
  await expect(page.getByRole('radio', { name: '52 weeks' })).toBeChecked()
  await expect(page.getByRole('radio', { name: 'Long rains' })).toHaveCount(0)
  await page.goto(`/report?range=season&${own}`)
  await expect(page.getByText(/Long rains, 28 Sep – 29 Nov 2026/).first()).toBeVisible()

  await page.setViewportSize({ width: 390, height: 844 })
  await page.goto(admin, { waitUntil: 'networkidle' })
  await page.getByRole('button', { name: 'New season' }).click()
  await expect(page.getByLabel('First month')).toBeVisible()
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  )
  expect(overflow).toBe(0)
  await page.getByRole('button', { name: 'Remove the season Long rains' }).click()
  await expect(page.getByText('The season Long rains is removed.')).toBeVisible()
  await page.context().close()
})
