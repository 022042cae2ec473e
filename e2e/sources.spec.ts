import { listRows } from './support/lists.ts'
import { expect, test } from './support/test.ts'

// One upstream serves every test of this run: what is broken here must not be broken for others at the same time.
test.describe.configure({ mode: 'serial' })

test('each source says how it fares', async ({ page }) => {
  await page.goto('/sources')
  for (const name of ['Hello Tractor', 'Payment links', 'Client invoices']) {
    await expect(page.getByRole('heading', { name, exact: true })).toBeVisible()
  }
})

test('one source down leaves the others live and is clearly marked', async ({ page, upstream, request }) => {
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
  await expect(page.getByRole('link', { name: 'Client invoices: not answering' })).toBeVisible()
  await page.goto('/billing-periods')
  await expect(listRows(page).first()).toBeVisible()
  await page.goto('/sources')
  const failing = page.getByRole('region', { name: /Client invoices/ })
  await expect(failing).toContainText(/fail/i)
  await upstream.heal()
})

test('refresh now asks the source again', async ({ page }) => {
  await page.goto('/sources')
  const asked = page.waitForResponse(
    (response) => response.url().includes('/refresh') && response.request().method() === 'POST',
  )
  await page
    .getByRole('button', { name: /Refresh|Read now/ })
    .first()
    .click()
  expect((await asked).status()).toBe(202)
})
