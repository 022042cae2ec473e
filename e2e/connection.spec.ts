import { allBillingPeriods, chooseFilter, listRows } from '#e2e/support/lists.ts'
import { expect, test } from '#e2e/support/test.ts'
import { mondayDaysAgo } from '#e2e/support/today.ts'
import { weekEnd } from '#lib/week.ts'

// Five weeks: on some days one week has no failed payment.
const inWeeks = `start_from=${mondayDaysAgo(70)}&start_to=${weekEnd(mondayDaysAgo(42))}`

test.describe('F43 a lost connection', () => {
  test.use({ expectedConsole: [/ERR_INTERNET_DISCONNECTED/] })

  test('keeps the loaded rows and says so, and applies a filter set meanwhile once it is back', async ({
    page,
    context,
  }) => {
    await page.goto(`/billing-periods?${inWeeks}`)
    await chooseFilter(page, 'Status', ['Payment complete'])
    await expect(page).toHaveURL(/status=PAYMENT_COMPLETE/)
    await expect(listRows(page).nth(3)).toContainText('Complete')
    await listRows(page).nth(3).click()
    await expect(page.getByRole('complementary', { name: /Billing period/ })).toContainText('History')
    const before = page.url()
    const rows = await listRows(page).allTextContents()

    await context.setOffline(true)
    await expect(page.getByText('You are offline', { exact: true })).toBeVisible()
    expect(await listRows(page).allTextContents()).toEqual(rows)
    expect(page.url()).toBe(before)

    await page.keyboard.press('Escape')
    await chooseFilter(page, 'Status', ['Payment failed'])
    await page
      .getByRole('group', { name: 'Filter: Status' })
      .getByRole('button', { name: /^Status/ })
      .click()
    await page.getByRole('checkbox', { name: /^Payment complete/ }).uncheck()
    await page.keyboard.press('Escape')
    await expect(page.getByText(/^You are offline\. /)).toBeVisible()
    await expect(page.getByRole('button', { name: /^Export/ })).toHaveCount(0)
    await expect(page.getByRole('main').getByRole('alert')).toHaveCount(0)

    await context.setOffline(false)
    await expect(page.getByText(/You are offline/)).toHaveCount(0)
    await expect(listRows(page).first()).toContainText('Failed')
    await expect(page.getByRole('button', { name: /^Export/ })).toBeVisible()
    await expect(page).toHaveURL(/status=PAYMENT_FAILED/)
  })
})

test('F44 on a slow connection a list cancels outdated requests and typing is not delayed', async ({
  page,
  request,
}) => {
  const [first] = await allBillingPeriods(request, inWeeks)
  // The URL trims the search text, and a name may have a blank as its sixth character.
  const beginning = first?.contract?.slice(0, 6).trim() ?? ''
  await page.goto(`/billing-periods?${inWeeks}`)
  await expect(listRows(page).first()).toBeVisible()
  const searchOf = (url: string) => new URL(url).searchParams.get('search')
  const underWay = new Set<string>()
  let asked = 0
  page.on('request', (one) => {
    if (new URL(one.url()).pathname !== '/api/billing-periods') return
    underWay.add(one.url())
    asked += 1
  })
  page.on('requestfinished', (one) => underWay.delete(one.url()))
  page.on('requestfailed', (one) => underWay.delete(one.url()))
  // Only the last request gets a response; the earlier ones never do.
  await page.route('**/api/billing-periods?*', async (route) => {
    if (searchOf(route.request().url()) === beginning) await route.continue()
  })
  const search = page.getByRole('searchbox').first()
  await search.pressSequentially(beginning, { delay: 450 })
  await expect(search).toHaveValue(beginning)
  await expect.poll(() => searchOf(page.url())).toBe(beginning)
  await expect(listRows(page).first()).toContainText(beginning)
  await expect.poll(() => [...underWay]).toEqual([])
  expect(asked).toBeGreaterThan(1)
})

test.describe('F46 a page of an older build', () => {
  test.use({ expectedConsole: [/Failed to load resource|Failed to load chunk|ChunkLoadError/] })

  test('reloads once at the same address when its code is gone', async ({ page }) => {
    await page.goto(`/billing-periods?${inWeeks}&status=PAYMENT_FAILED`)
    await expect(listRows(page).first()).toBeVisible()
    let isOld = true
    page.on('request', (request) => {
      if (request.isNavigationRequest()) isOld = false
    })
    await page.route('**/_next/static/**', async (route) => {
      if (isOld) await route.fulfill({ status: 404, body: '' })
      else await route.continue()
    })
    const reloaded = page.waitForEvent('load')
    await listRows(page).first().click()
    await reloaded
    await expect(page.getByRole('complementary', { name: /Billing period/ })).toContainText('History')
    await expect(page).toHaveURL(/status=PAYMENT_FAILED/)
    await expect(page).toHaveURL(/row=\d+/)
  })
})
