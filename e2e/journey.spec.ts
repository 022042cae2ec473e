import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import type { Page } from '@playwright/test'
import { openAccountMenu } from '#e2e/support/account-menu.ts'
import { approve, makeAccount, openAs, requestAccess, takeAway } from '#e2e/support/acts.ts'
import { addresses } from '#e2e/support/addresses.ts'
import { type Caller, call, makeIntegration, NOBODY, sandboxAdmin } from '#e2e/support/callers.ts'
import { forgetLimits } from '#e2e/support/database.ts'
import { listRows } from '#e2e/support/lists.ts'
import { wholeList } from '#e2e/support/lists-of.ts'
import { pdfText } from '#e2e/support/pdf-text.ts'
import { expect, test, type Upstream } from '#e2e/support/test.ts'
import type { Truth } from '#lib/sandbox/truth.ts'
import { readWorkbook } from '#lib/testing/workbook.ts'

// Follows a financier from her access request to the day when one of her funding sources is removed.

test.use({ expectedConsole: [/Failed to load resource.*40[134]/] })
const run = promisify(execFile)

const KEPT = 'AGRI-FUND-1'
const LOST = 'Kilimo & Mazao Fund'
const OTHERS = ['Heifer Nigeria', 'Savannah Mechanisation Facility', 'Women in Farming Trust']
const NAME = 'Wanjikũ Ọlá'

async function accept(guest: Page, link: string): Promise<void> {
  await forgetLimits()
  await guest.goto(link)
  await makeAccount(guest, 'plough the long field')
  await expect(guest).toHaveURL('/')
  const menu = await openAccountMenu(guest)
  await expect(menu).toContainText('Financier')
  await expect(menu.getByRole('listitem')).toHaveText([KEPT, LOST])
  await guest.keyboard.press('Escape')
}

/** Returns a caller with the session cookie of her browser. */
async function callerOf(page: Page): Promise<Caller> {
  const cookie = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ')
  return { ...NOBODY, name: NAME, kind: 'person', role: 'financier', headers: { cookie } }
}

/** Loads every page and checks which names occur in its text and its payload. */
async function expectPages(page: Page, seen: readonly string[], unseen: readonly string[]): Promise<void> {
  for (const path of ['/', '/billing-periods', '/invoices', '/collections', '/sources', '/account']) {
    const response = await page.goto(path)
    const sent = (await response?.text())?.replaceAll(/&amp;|\\u0026/g, '&') ?? ''
    await expect(page.getByRole('main')).toBeVisible()
    const text = `${sent} ${await page.getByRole('main').innerText()}`
    expect(unseen.filter((name) => text.includes(name))).toEqual([])
    const missing = seen.filter((name) => path !== '/sources' && !text.includes(name))
    expect(missing, path).toEqual([])
  }
}

/** Checks that the filter offers exactly her funding sources with their row counts. */
async function expectChoices(page: Page, upstream: Upstream, names: readonly string[]): Promise<void> {
  const rows = await upstream.truth('billingPeriods')
  const counts = names.map((name) => rows.filter(({ fundingSource }) => fundingSource === name).length)
  await page.goto('/billing-periods')
  // A choice mirrored a moment ago appears after a reload.
  await expect(async () => {
    await page.reload()
    await page.getByRole('button', { name: /^Funding source ?: / }).click()
    await expect(page.getByRole('group', { name: 'Funding source' }).getByRole('checkbox')).toHaveCount(
      names.length,
    )
  }).toPass()
  for (const [at, name] of names.entries()) {
    const label = page
      .getByRole('group', { name: 'Funding source' })
      .locator('label')
      .filter({ hasText: name })
    await expect(label).toContainText(String(counts[at]).replace(/(\d)(\d{3})$/, '$1,$2'))
  }
  await page.keyboard.press('Escape')
}

/** Checks that lists and totals cover all rows of these funding sources and no others. */
async function expectRows(caller: Caller, upstream: Upstream, names: readonly string[]): Promise<void> {
  const lists = [
    ['billingPeriods', '/api/billing-periods'],
    ['invoices', '/api/invoices?source=hello-tractor'],
    ['paymentLinks', '/api/invoices?source=payment-links'],
  ] as const satisfies [keyof Truth, string][]
  await expect(async () => {
    for (const [truth, path] of lists) {
      const own = (await upstream.truth(truth)).filter((row) => names.includes(row.fundingSource ?? ''))
      const told = await wholeList(caller, path)
      expect(told.ids).toEqual(own.map(({ id }) => id).sort())
      expect(told.counted).toBe(own.length)
    }
  }).toPass()
}

/** Downloads an export and a PDF through the pages and checks their contents. */
async function expectFiles(page: Page, request: Caller): Promise<void> {
  await page.goto('/billing-periods')
  await page.getByRole('button', { name: 'Export' }).click()
  const saving = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Download CSV' }).click()
  const csv = await readFile(await (await saving).path(), 'utf8')
  expect(csv).toContain(LOST)
  expect(OTHERS.filter((name) => csv.includes(name))).toEqual([])
  await page.getByRole('radio', { name: 'XLSX' }).check()
  const packing = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Download XLSX' }).click()
  const spreadsheet = await packing
  expect(spreadsheet.suggestedFilename()).toMatch(/^billing-periods-.*\.xlsx$/)
  const { sheets } = readWorkbook(await readFile(await spreadsheet.path()))
  const texts = JSON.stringify([...sheets])
  expect(texts).toContain(LOST)
  expect(OTHERS.filter((name) => texts.includes(name))).toEqual([])
  const { ids } = await wholeList(request, '/api/invoices?source=hello-tractor')
  const withPdf = await Promise.all(
    ids.slice(0, 8).map(async (id) => {
      const response = await call(request, `/api/invoices/hello-tractor/${id}/pdf`)
      await response.body?.cancel()
      return response.status === 200 ? id : null
    }),
  )
  const id = withPdf.find((one) => one !== null)
  await page.goto(`/invoices?source=hello-tractor&row=${id}`)
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Download PDF' }).click()
  const saved = await download
  const number = saved.suggestedFilename().replace(/\.pdf$/, '')
  expect(await pdfText(await saved.path())).toContain(number)
}

/** Runs curl as a user would type the command. */
async function curl(key: string, path: string): Promise<{ status: string; body: string }> {
  const command = `curl -s -w '%{http_code}' -H "Authorization: Bearer $FURROW_KEY" '${addresses().appUrl}${path}'`
  const env = { ...process.env, FURROW_KEY: key }
  const { stdout } = await run('sh', ['-c', command], { env, maxBuffer: 64 * 1024 * 1024 })
  return { status: stdout.slice(-3), body: stdout.slice(0, -3) }
}

/** Checks the API and the proxy with an integration key of the same scope: own rows only. */
async function expectCommandLine(upstream: Upstream): Promise<void> {
  const grant = { role: 'financier', fundingSources: [KEPT, LOST] } as const
  const { headers } = await makeIntegration(await sandboxAdmin(), 'Her ledger', grant)
  const key = headers.authorization?.replace('Bearer ', '') ?? ''
  const proxy = '/api/upstream/hello-tractor/payg/lms/payment-requests'
  const own = [
    ...[
      '/api/billing-periods?limit=200',
      '/api/billing-periods/export?format=csv',
      '/api/collections/weekly',
    ],
    ...['/api/collections/summary?group_by=funding_source', '/api/filter-options?list=billing-periods'],
    `${proxy}?funding_source=${encodeURIComponent(LOST)}`,
  ]
  for (const path of own) {
    const { status, body } = await curl(key, path)
    expect(`${status} ${path}`).toBe(`200 ${path}`)
    expect(OTHERS.filter((name) => body.includes(name))).toEqual([])
  }
  const { body } = await curl(key, '/api/collections/summary?group_by=funding_source')
  expect([body.includes(KEPT), body.includes(LOST)]).toEqual([true, true])
  const foreign = (await upstream.truth('billingPeriods')).find(({ fundingSource }) =>
    OTHERS.includes(fundingSource ?? ''),
  )
  const refused = [
    proxy,
    `${proxy}?funding_source=${encodeURIComponent(OTHERS[0] ?? '')}`,
    `${proxy}/${foreign?.id}`,
  ]
  const statuses = await Promise.all(refused.map(async (path) => (await curl(key, path)).status))
  expect(statuses).toEqual(['400', '400', '404'])
}

test('an approved request gives access to exactly two funding sources, until one of them is removed', async ({
  browser,
  upstream,
}) => {
  test.setTimeout(300_000)
  const who = { name: NAME, email: `wanjiku-${crypto.randomUUID()}@example.com` }
  const guest = await requestAccess(browser, who)
  const admin = await openAs(browser, 'Admin')
  await accept(guest, await approve(admin, who, [KEPT, LOST]))

  const caller = await callerOf(guest)
  await expectRows(caller, upstream, [KEPT, LOST])
  await expectPages(guest, [KEPT, LOST], OTHERS)
  await expectChoices(guest, upstream, [KEPT, LOST])
  await forgetLimits()
  await expectFiles(guest, caller)
  await expectCommandLine(upstream)

  // This page shows rows of the funding source that she is about to lose.
  await guest.goto(`/billing-periods?funding_source=${encodeURIComponent(LOST)}`)
  await expect(listRows(guest).first()).toContainText(LOST)
  const id = (await listRows(guest).first().getAttribute('data-row-id')) ?? ''
  expect((await call(caller, `/api/billing-periods/${id}`)).status).toBe(200)
  await takeAway(admin, who, LOST)
  expect((await call(caller, `/api/billing-periods/${id}`)).status).toBe(404)
  await guest
    .getByRole('columnheader', { name: /Contract/ })
    .getByRole('button')
    .first()
    .click()
  await expect(listRows(guest)).toHaveCount(0)

  await expectRows(caller, upstream, [KEPT])
  await expectPages(guest, [KEPT], [LOST, ...OTHERS])
  for (const page of [guest, admin]) await page.context().close()
})
