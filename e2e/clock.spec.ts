import { allBillingPeriods, listRows } from '#e2e/support/lists.ts'
import { expect, test } from '#e2e/support/test.ts'
import { mondayDaysAgo, today } from '#e2e/support/today.ts'
import { weekEnd, weekStart } from '#lib/week.ts'

const HOUR_MS = 3_600_000

for (const [name, shiftMs] of [
  ['nine days ahead', 9 * 24 * HOUR_MS],
  ['three hours behind', -3 * HOUR_MS],
] as const)
  test(`ages and presets follow the server on a device whose clock is ${name}`, async ({ page }) => {
    await page.addInitScript(moveClock, Date.now() + shiftMs)
    await page.goto('/billing-periods')
    const strip = page.getByRole('banner').locator('time').first()
    await expect(strip).toHaveText(/^(just now|\d+ s ago|[1-4] min ago)$/)

    await page.getByRole('button', { name: 'Filter', exact: true }).click()
    await page.getByRole('button', { name: 'Period start' }).click()
    const range = `start_from=${weekStart(today())}&start_to=${weekEnd(today())}`
    await page.getByRole('button', { name: 'This week' }).click()
    await expect(page).toHaveURL(new RegExp(range))
  })

test('an open list stays live on a device whose clock is three hours behind', async ({
  page,
  request,
  upstream,
}) => {
  const week = mondayDaysAgo(49)
  const inWeek = `start_from=${week}&start_to=${weekEnd(week)}&currency=NGN&sort=-amount`
  const rows = await allBillingPeriods(request, inWeek)
  await page.addInitScript(moveClock, Date.now() - 3 * HOUR_MS)
  const stream = page.waitForRequest('**/api/events')
  await page.goto(`/billing-periods?${inWeek}`)
  await stream
  const id = rows.findLast(({ amount }) => amount !== null)?.id ?? ''
  await upstream.change({ resource: 'billing-periods', id, fields: { amount: '765432109.25' } })
  await expect(listRows(page).filter({ hasText: '765,432,109.25' })).toBeVisible({ timeout: 35_000 })
})

/** Runs in the page before its own scripts: makes Date start at `startMs` and run on from there. */
function moveClock(startMs: number): void {
  const RealDate = Date
  const shiftMs = startMs - RealDate.now()
  const now = () => RealDate.now() + shiftMs
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, args, newTarget) =>
      Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget),
    get: (target, key) => (key === 'now' ? now : Reflect.get(target, key)),
  })
}
