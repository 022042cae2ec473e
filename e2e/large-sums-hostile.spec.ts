import type { APIRequestContext, Page } from '@playwright/test'
import { figureFaults } from '#e2e/support/figure-boxes.ts'
import { listRows } from '#e2e/support/lists.ts'
import { fetchWithRetry } from '#e2e/support/retry-after.ts'
import { expect, test, type Upstream } from '#e2e/support/test.ts'
import { today } from '#e2e/support/today.ts'
import type { BillingPeriodList } from '#lib/billing-periods/schema.ts'
import type { InvoiceList } from '#lib/invoices/schema.ts'

// Amounts far above realistic ones: totals of 24 digits, and single amounts of the longest form that the
// mirror stores.

const LARGE = '123456789012345678901234.56'
const LONGEST = `${'9'.repeat(40)}.${'8'.repeat(40)}`
const SIZES = [
  { width: 1440, height: 900 },
  { width: 768, height: 1024 },
  { width: 390, height: 844 },
]
const PATHS = [
  ...['/?currency=NGN', '/?currency=KES', '/billing-periods?currency=NGN', '/billing-periods?currency=KES'],
  ...['/invoices?source=hello-tractor', '/collections?by=currency'],
]
const UNPAID = 'status=PENDING&status=PAYMENT_FAILED&status=SENT_TO_PAYMENT_SERVICE'

async function read<List>(request: APIRequestContext, path: string): Promise<List> {
  const response = await fetchWithRetry(request, path)
  expect(response.status()).toBe(200)
  return response.json()
}

type Period = BillingPeriodList['rows'][number]

/**
 * Changes amounts in the upstream, requests a refresh of their weeks, and waits until the mirror has them.
 */
async function setPeriods(
  { upstream, request }: { upstream: Upstream; request: APIRequestContext },
  rows: readonly { row: Period; amount: string | null }[],
): Promise<void> {
  for (const { row, amount } of rows)
    await upstream.change({ resource: 'billing-periods', id: row.id, fields: { amount } })
  for (const day of new Set(rows.map(({ row }) => row.startDate ?? ''))) {
    const path = `/api/sources/hello-tractor/refresh?resource=billing-periods&from=${day}&to=${day}`
    await fetchWithRetry(request, path, { method: 'POST' })
  }
  for (const { row, amount } of rows) {
    const amountNow = async () =>
      (await read<{ billingPeriod: Period }>(request, `/api/billing-periods/${row.id}`)).billingPeriod.amount
    await expect.poll(amountNow, { timeout: 60_000, intervals: [2_000] }).toBe(amount)
  }
}

/** Opens each part of a screen that shows figures on demand, and collects layout faults of the figures. */
async function inspect(page: Page, screen: string, faults: string[]): Promise<void> {
  const note = async (part: string) =>
    faults.push(...(await figureFaults(page)).map((fault) => `${screen}, ${part}: ${fault}`))
  await note('page')
  for (const summary of await page.getByText('Show as table').all()) await summary.click()
  await note('tables')
  const columns = page.locator('[data-column]')
  if ((await columns.count()) > 0) {
    await columns.nth(-2).locator('rect').first().hover({ force: true })
    await note('tooltip')
    await page.mouse.move(0, 0)
  }
  const explanation = page.getByRole('button', { name: 'Billed: what it means' })
  if ((await explanation.count()) > 0) {
    await explanation.click()
    await expect(page.getByRole('dialog')).toContainText('Collected')
    await note('explanation')
    await page.keyboard.press('Escape')
  }
  const exporting = page.getByRole('button', { name: 'Export' })
  if ((await exporting.count()) > 0) {
    await exporting.click()
    await note('export')
    await page.keyboard.press('Escape')
  }
  if ((await listRows(page).count()) > 0) {
    await listRows(page).first().click()
    await expect(page.getByText('First seen').last()).toBeVisible()
    await note('detail')
  }
}

test('amounts of 24 digits and more overlap nothing and can be read in full', async ({
  page,
  upstream,
  request,
}) => {
  test.setTimeout(420_000)
  const list = '/api/billing-periods?currency='
  const newest = await read<BillingPeriodList>(request, `${list}NGN&limit=14`)
  const unpaid = await read<BillingPeriodList>(
    request,
    `${list}NGN&${UNPAID}&end_to=${today()}&sort=end_date&limit=3`,
  )
  const other = await read<BillingPeriodList>(request, `${list}KES&limit=1`)
  const { rows: invoices } = await read<InvoiceList>(request, '/api/invoices?source=hello-tractor&limit=6')
  const periods = [
    ...newest.rows,
    ...unpaid.rows.filter(({ id }) => !newest.rows.some((row) => row.id === id)),
  ]
  const longest = other.rows.slice(0, 1)
  try {
    for (const [at, { id }] of invoices.entries())
      await upstream.change({ resource: 'invoices', id, fields: { total: at === 1 ? LONGEST : LARGE } })
    await setPeriods({ upstream, request }, [
      ...periods.map((row) => ({ row, amount: LARGE })),
      ...longest.map((row) => ({ row, amount: LONGEST })),
    ])
    const faults: string[] = []
    for (const size of SIZES) {
      await page.setViewportSize(size)
      for (const path of PATHS) {
        await page.goto(path)
        await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
        if (!path.includes('periods') && !path.includes('invoices'))
          await expect(page.locator('[data-column]').first()).toBeAttached()
        await inspect(page, `${size.width} ${path}`, faults)
      }
    }
    expect(faults).toEqual([])
  } finally {
    for (const { id, amount } of invoices)
      await upstream.change({ resource: 'invoices', id, fields: { total: amount } })
    for (const { id, amount } of [...periods, ...longest])
      await upstream.change({ resource: 'billing-periods', id, fields: { amount } })
  }
})
