import { listRows } from '#e2e/support/lists.ts'
import { expect, test } from '#e2e/support/test.ts'

// All tests of the run share one upstream. These tests run one after the other, so that a test never sees a
// source that another test has broken.
test.describe.configure({ mode: 'serial' })

test('each source has its section', async ({ page }) => {
  await page.goto('/sources')
  for (const name of ['Hello Tractor', 'Payment links', 'Client invoices']) {
    await expect(page.getByRole('heading', { name, exact: true })).toBeVisible()
  }
})

test('one failing source is clearly marked and leaves the others live', async ({
  page,
  upstream,
  request,
}) => {
  await upstream.fail({ route: 'client-invoices', kind: 'status', status: 500 })
  await expect
    .poll(
      async () => {
        const { sources } = await (await request.get('/api/sources')).json()
        return sources.find((entry: { source: string }) => entry.source === 'client-invoices').state
      },
      { timeout: 40_000 },
    )
    .toBe('failing')
  await page.goto('/invoices?source=client-invoices')
  await expect(listRows(page).first()).toBeVisible()
  await expect(page.getByRole('link', { name: 'Client invoices: not responding' })).toBeVisible()
  await page.goto('/billing-periods')
  await expect(listRows(page).first()).toBeVisible()
  await page.goto('/sources')
  const failing = page.getByRole('region', { name: /Client invoices/ })
  await expect(failing).toContainText(/fail/i)
  await upstream.heal()
})

test('with every source down, each page shows the last complete data with its age', async ({
  page,
  upstream,
  request,
}) => {
  const figuresOf = async (path: string) => {
    const { weeks, rows, totals } = await (await request.get(path)).json()
    return { weeks, rows, totals }
  }
  const reads = ['/api/billing-periods', '/api/invoices?source=payment-links', '/api/collections/weekly']
  await upstream.fail({ route: '*', kind: 'status', status: 503 })
  await expect
    .poll(
      async () => {
        const { sources } = await (await request.get('/api/sources')).json()
        return sources.map(({ state }: { state: string }) => state)
      },
      { timeout: 100_000 },
    )
    .toEqual(['failing', 'failing', 'failing'])
  const before = await Promise.all(reads.map(figuresOf))
  const names = ['Hello Tractor', 'Payment links', 'Client invoices']
  const expectAges = async () => {
    for (const name of names)
      await expect(
        page.getByRole('link', { name: new RegExp(`^${name}: not responding, .*(ago|now)`) }),
      ).toBeVisible()
  }
  for (const path of [
    '/billing-periods',
    ...['hello-tractor', 'payment-links', 'client-invoices'].map((source) => `/invoices?source=${source}`),
  ]) {
    await page.goto(path)
    await expect(listRows(page).first()).toBeVisible()
    await expectAges()
  }
  await page.goto('/')
  await expect(page.getByRole('link', { name: /^Collected NGN/ })).toBeVisible()
  await expectAges()
  await page.goto('/collections')
  await expect(page.getByRole('table').first()).toBeAttached()
  await expectAges()
  await page.goto('/sources')
  for (const name of names)
    await expect(page.getByRole('region', { name: new RegExp(name) })).toContainText(/fail/i)
  expect(await Promise.all(reads.map(figuresOf))).toEqual(before)
  await upstream.heal()
})

test('refresh requests a sync of the source', async ({ page }) => {
  await page.goto('/sources')
  const asked = page.waitForResponse(
    (response) => response.url().includes('/refresh') && response.request().method() === 'POST',
  )
  await page
    .getByRole('button', { name: /Refresh|Sync now/ })
    .first()
    .click()
  expect((await asked).status()).toBe(202)
})
