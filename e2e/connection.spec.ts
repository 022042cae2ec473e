import { addDays } from '#lib/calendar-date.ts'
import { weekEnd, weekStart } from '#lib/week.ts'
import { chooseFilter, listRows } from './support/lists.ts'
import { expect, test } from './support/test.ts'

const week = weekStart(addDays(new Date().toISOString().slice(0, 10), -42))
const inWeek = `start_from=${week}&start_to=${weekEnd(week)}`

test.describe('F43 a connection that is lost', () => {
  test.use({ expectedConsole: [/ERR_INTERNET_DISCONNECTED/] })

  test('leaves what was read in place and says so; a filter set meanwhile is answered once it is back', async ({
    page,
    context,
  }) => {
    await page.goto(`/billing-periods?${inWeek}`)
    await chooseFilter(page, 'Status', ['Payment complete'])
    await expect(page).toHaveURL(/status=PAYMENT_COMPLETE/)
    await expect(listRows(page).nth(3)).toContainText('Complete')
    await listRows(page).nth(3).click()
    await expect(page.getByRole('complementary', { name: /Billing period/ })).toContainText(
      'Observed history',
    )
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
    await expect(page.getByRole('alert')).toHaveCount(0)

    await context.setOffline(false)
    await expect(page.getByText(/You are offline/)).toHaveCount(0)
    await expect(listRows(page).first()).toContainText('Failed')
    await expect(page).toHaveURL(/status=PAYMENT_FAILED/)
  })
})

test('F44 on a slow connection a list asks one thing at a time, and typing is not held up', async ({
  page,
}) => {
  await page.goto(`/billing-periods?${inWeek}`)
  await expect(listRows(page).first()).toBeVisible()
  let underWay = 0
  let most = 0
  const isList = (url: string) => new URL(url).pathname === '/api/billing-periods'
  page.on('request', (request) => {
    if (isList(request.url())) most = Math.max(most, ++underWay)
  })
  const ended = (url: string) => {
    if (isList(url)) underWay -= 1
  }
  page.on('requestfinished', (request) => ended(request.url()))
  page.on('requestfailed', (request) => ended(request.url()))
  await page.route('**/api/billing-periods?*', async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 900))
    await route.continue().catch(() => {})
  })
  const search = page.getByRole('searchbox').first()
  await search.pressSequentially('HT-01', { delay: 450 })
  await expect(search).toHaveValue('HT-01')
  await expect(page).toHaveURL(/search=HT-01/)
  await expect.poll(() => underWay).toBe(0)
  await expect(listRows(page).first()).toContainText('HT-01')
  expect(most).toBe(1)
})

test.describe('F46 a page of an older build', () => {
  test.use({ expectedConsole: [/Failed to load resource/, /ChunkLoadError|Failed to load chunk/] })

  test('whose code is gone loads anew, once, where it was', async ({ page }) => {
    await page.goto(`/billing-periods?${inWeek}&status=PAYMENT_FAILED`)
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
    await expect(page.getByRole('complementary', { name: /Billing period/ })).toContainText(
      'Observed history',
    )
    await expect(page).toHaveURL(/status=PAYMENT_FAILED/)
    await expect(page).toHaveURL(/row=\d+/)
  })
})
