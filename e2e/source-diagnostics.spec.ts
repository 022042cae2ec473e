import type { APIRequestContext } from '@playwright/test'
import { expect, test } from '#e2e/support/test.ts'
import { mondayDaysAgo } from '#e2e/support/today.ts'
import { addDays } from '#lib/calendar-date.ts'
import type { SourceDiagnostics } from '#lib/sources/diagnostics-schema.ts'

// All tests of the run share one upstream: each test repairs everything that it breaks or pauses.
test.describe.configure({ mode: 'serial' })

const PATIENCE = { timeout: 40_000 }

async function diagnosticsOf(
  request: APIRequestContext,
  source = 'hello-tractor',
): Promise<SourceDiagnostics> {
  const response = await request.get(`/api/sources/${source}`)
  expect(response.status()).toBe(200)
  return response.json()
}

test('a paused source is marked on every page, is not synced, and syncs again when resumed', async ({
  page,
  request,
}) => {
  await page.goto('/sources')
  const section = page.getByRole('region', { name: 'Payment links' })
  await section.getByRole('button', { name: /^Pause ?: Payment links/ }).click()
  try {
    await expect(section).toContainText('doesn’t contact this source')
    await expect(section.getByRole('button', { name: /Refresh now/ })).toHaveCount(0)
    const refused = await request.post('/api/sources/payment-links/refresh')
    expect(refused.status()).toBe(409)
    expect(await refused.json()).toMatchObject({ code: 'source_paused' })
    await page.goto('/billing-periods')
    await expect(page.getByRole('link', { name: /Payment links: paused/ })).toBeVisible()
    await page.goto('/sources')
    await section.getByRole('button', { name: /^Resume ?: Payment links/ }).click()
    await expect(section.getByRole('button', { name: /^Pause ?: Payment links/ })).toBeVisible()
  } finally {
    const { paused } = await (await request.get('/api/sources/payment-links')).json()
    if (paused) await request.post(`/api/sources/payment-links/resume?since=${paused.since}`)
  }
})

test('a week with a wrong count says how many rows were listed, and can be synced again once the source is right', async ({
  page,
  request,
  upstream,
}) => {
  const from = mondayDaysAgo(7 * 12)
  await upstream.fail({
    route: 'billing-periods',
    kind: 'shift-count',
    by: 12,
    match: { start_date_gte: from, start_date_lte: addDays(from, 6) },
  })
  const path = `/api/sources/hello-tractor/refresh?resource=billing-periods&from=${from}&to=${from}`
  expect(await (await request.post(path)).json()).toEqual({ requested: 1 })
  await expect.poll(async () => (await diagnosticsOf(request)).resources[0]?.open.total, PATIENCE).toBe(1)
  await page.goto('/sources')
  const section = page.getByRole('region', { name: 'Hello Tractor' })
  await expect(section.getByText('One incomplete week')).toBeVisible()
  await expect(section).toContainText(/\d+ of \d+ rows listed/)
  await upstream.heal()
  await section.getByRole('button', { name: /^Sync now ?: Hello Tractor, Billing periods/ }).click()
  await expect(section.getByText('One incomplete week')).toHaveCount(0, PATIENCE)
})

test('a rate limit is explained with its fix and becomes an earlier fault once it is over', async ({
  page,
  request,
  upstream,
}) => {
  await upstream.fail({ route: 'payment-links', kind: 'status', status: 429, retryAfter: '6' })
  const section = page.getByRole('region', { name: 'Payment links' })
  await expect
    .poll(async () => (await diagnosticsOf(request, 'payment-links')).resources[0]?.faults[0]?.code, PATIENCE)
    .toBe('rate_limited')
  await page.goto('/sources')
  await expect(section).toContainText('Payment links has reached its request limit.')
  await expect(section).toContainText('SYNC_INTERVAL_SECONDS')
  await expect(section).toContainText('rate limited', PATIENCE)
  await upstream.heal()
  await request.post('/api/sources/payment-links/refresh')
  await expect(section.getByText(/earlier error/)).toBeVisible(PATIENCE)
})
