import http from 'node:http'
import { gzipSync } from 'node:zlib'
import type { APIRequestContext, Browser, Page } from '@playwright/test'
import { openAccountMenu } from '#e2e/support/account-menu.ts'
import { addresses } from '#e2e/support/addresses.ts'
import { axeFaults } from '#e2e/support/axe.ts'
import { fetchWithRetry } from '#e2e/support/retry-after.ts'
import { expect, test } from '#e2e/support/test.ts'

const KIB = 1024
const SCREENS = [
  '/',
  '/billing-periods',
  '/billing-periods/changes',
  '/invoices/changes',
  '/definitions',
  '/contracts',
  '/invoices?source=payment-links',
  '/collections',
  '/report',
  '/sources',
  '/account',
]

/** Returns the gzipped size in bytes of the files that a page's HTML loads at once. */
async function firstLoad(request: APIRequestContext, path: string, pattern: RegExp): Promise<number> {
  const html = await (await request.get(path)).text()
  const files = new Set(
    [...html.matchAll(pattern)].filter(([tag]) => !/nomodule/i.test(tag)).map(([, file = '']) => file),
  )
  expect(files.size).toBeGreaterThan(0)
  let bytes = 0
  for (const file of files) bytes += gzipSync(await (await request.get(file)).body(), { level: 9 }).length
  return bytes
}

async function signIn(page: Page, role: 'Financier' | 'Admin'): Promise<void> {
  await page.goto('/sign-in')
  await page.getByRole('button', { name: new RegExp(`^${role}`) }).click()
  await expect(page).toHaveURL('/')
}

async function openAs(browser: Browser, role: 'Financier' | 'Admin' | null): Promise<Page> {
  const context = await browser.newContext({ storageState: { cookies: [], origins: [] } })
  const page = await context.newPage()
  if (role) await signIn(page, role)
  return page
}

const SCRIPT = /<script[^>]*src="([^"]+\.js[^"]*)"[^>]*>/g
const STYLE = /<link[^>]*rel="stylesheet"[^>]*href="([^"]+)"[^>]*>/g

for (const [path, limitKib] of [
  ['/billing-periods', 200],
  ['/invoices', 200],
  ['/', 300],
  ['/collections', 300],
] as const) {
  test(`${path} initially loads at most ${limitKib} KiB of JavaScript and 15 KiB of CSS`, async ({
    request,
  }) => {
    const script = await firstLoad(request, path, SCRIPT)
    console.info(`${path}: ${(script / KIB).toFixed(2)} KiB of JavaScript`)
    expect(script).toBeLessThanOrEqual(limitKib * KIB)
    expect(await firstLoad(request, path, STYLE)).toBeLessThanOrEqual(15 * KIB)
  })
}

for (const path of SCREENS) {
  test(`${path} passes axe`, async ({ page }) => {
    await page.goto(path, { waitUntil: 'networkidle' })
    expect(await axeFaults(page)).toEqual([])
  })
}

test(`sheets, confirmations and errors on the admin pages pass axe`, async ({ browser }) => {
  const page = await openAs(browser, 'Admin')
  const expectNoFault = async (where: string) =>
    expect((await axeFaults(page)).map((fault) => `${where}: ${fault}`)).toEqual([])
  await page.goto('/admin/audit')
  await page.getByRole('button', { name: /^Verify/ }).click()
  await expect(page.getByText(/verified up to event/)).toBeVisible()
  await page.locator('.data-row a').first().click()
  await expect(page.getByRole('heading', { name: 'Integrity' })).toBeVisible()
  await expectNoFault('an event')
  await page.goto('/admin/audit?search=nothing-is-called-so')
  await expect(page.getByText(/No events match/)).toBeVisible()
  await expectNoFault('a log in which nothing matches')

  await page.goto('/admin/people')
  await page.getByRole('button', { name: 'Invite a person' }).click()
  const sheet = page.getByRole('dialog', { name: 'Invite a person' })
  await sheet.getByLabel('Name').fill(`${'Long name '.repeat(11)}${crypto.randomUUID().slice(0, 8)}`)
  await sheet.getByLabel('Email').fill(`${crypto.randomUUID()}@example.com`)
  await sheet.getByRole('button', { name: 'Invite', exact: true }).click()
  await expect(page.getByText('Choose at least one funding source')).toBeVisible()
  await expectNoFault('an invitation that is refused')
  const field = page.getByRole('combobox', { name: 'Funding sources' })
  await field.fill('Not there yet')
  await page.getByRole('option', { name: /Add “Not there yet”/ }).click()
  await field.press('Escape')
  await field.press('Escape')
  await expect(page.getByRole('button', { name: 'Remove Not there yet' })).toBeVisible()
  await sheet.getByRole('button', { name: 'Invite', exact: true }).click()
  await expect(page.getByLabel(/^Invitation link for Long name/)).toBeVisible()
  await expectNoFault('a link shown once')
  await page.keyboard.press('Escape')
  await page.getByRole('searchbox').fill('nobody is called so')
  await expect(page.getByText('No people match')).toBeVisible()
  await expectNoFault('people of whom none match')
  await page.getByRole('button', { name: 'Clear search' }).last().click()
  await page
    .getByRole('link', { name: /^Long name/ })
    .first()
    .click()
  await page.getByRole('button', { name: 'Revoke invitation…' }).click()
  await expectNoFault('an act that is asked about')

  await page.goto('/admin/integrations')
  await page.getByRole('button', { name: 'New integration' }).click()
  await page.getByRole('dialog', { name: 'New integration' }).getByLabel('Name').fill('Axe')
  await expectNoFault('a new integration')
  await page.context().close()
})

test(`refused forms and the account of a financier pass axe`, async ({ browser }) => {
  const page = await openAs(browser, null)
  await page.goto('/sign-in')
  await page.getByLabel('Email').fill('nobody@example.com')
  await page.getByLabel('Password').fill('not the password')
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(page.getByText(/The email or password is wrong/)).toBeVisible()
  expect(await axeFaults(page)).toEqual([])
  await page.goto('/request-access')
  for (const label of [
    'Name',
    'Organisation',
    'Which funding sources do you need access to?',
    'Why do you need access?',
  ])
    await page.getByLabel(label).fill('x')
  await page.getByLabel('Email').fill('ada@nowhere')
  await page.getByRole('button', { name: 'Send request' }).click()
  await expect(page.getByText(/^Email must be an email address/)).toBeVisible()
  await expect(page.getByLabel('Email')).toBeFocused()
  expect(await axeFaults(page)).toEqual([])
  await signIn(page, 'Financier')
  await openAccountMenu(page)
  await expect(page.getByRole('button', { name: 'Sign out' })).toBeVisible()
  expect(await axeFaults(page)).toEqual([])
  await page.goto('/account')
  await expect(page.getByRole('heading', { name: 'Your account', level: 1 })).toBeVisible()
  expect(await axeFaults(page)).toEqual([])
  await page.context().close()
})

test('every page with totals names the financier’s funding sources', async ({ browser }) => {
  const page = await openAs(browser, 'Financier')
  const named = 'AGRI-FUND-1 and Heifer Nigeria'
  for (const path of ['/', '/collections']) {
    await page.goto(path)
    await expect(page.getByRole('main').getByText(named)).toBeVisible()
    await expect(page.getByText('all funding sources')).toHaveCount(0)
  }
  await page.goto('/sources')
  await expect(page.getByRole('heading', { level: 1 })).not.toContainText('3 sources')
  await expect(page.getByText(/Client invoices name no funding source/)).toBeVisible()
  await page.context().close()
})

for (const path of SCREENS) {
  test(`${path} fits a phone 390 px wide`, async ({ page }) => {
    await page.setViewportSize({ width: 390, height: 844 })
    await page.goto(path, { waitUntil: 'networkidle' })
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
  })
}

test('no response and no script of Furrow contains an upstream address or a credential', async ({
  browser,
}) => {
  const page = await openAs(browser, 'Admin')
  const bodies: string[] = []
  const asked: number[] = []
  page.on('response', async (response) => {
    if (new URL(response.url()).pathname.startsWith('/api/')) asked.push(Date.now())
    if (/json|javascript|html/.test(response.headers()['content-type'] ?? ''))
      bodies.push(await response.text().catch(() => ''))
  })
  // A viewer has 60 calls per ten seconds, and a refused response has nothing to check.
  const recent = () => asked.filter((at) => at > Date.now() - 10_000).length
  for (const path of SCREENS) {
    await expect.poll(recent).toBeLessThan(35)
    await page.goto(path, { waitUntil: 'networkidle' })
  }
  for (const path of [
    'hello-tractor/payg/lms/payment-requests?limit=5',
    'client-invoices/api/v1/invoice/?page_size=5',
  ]) {
    const response = await fetchWithRetry(page.request, `/api/upstream/${path}`)
    expect(response.status()).toBe(200)
    bodies.push(await response.text())
  }
  const { sandboxUrl, canary } = addresses()
  expect(bodies.length).toBeGreaterThan(20)
  const forms = [
    canary,
    btoa(canary).slice(2, 30),
    Buffer.from(canary).toString('hex'),
    new URL(sandboxUrl).host,
  ]
  for (const form of forms) expect(bodies.filter((body) => body.includes(form))).toEqual([])
  await page.context().close()
})

test('refuses a foreign host name', async () => {
  const { appUrl } = addresses()
  const status = await new Promise((resolve, reject) => {
    http
      .request(appUrl, { headers: { host: 'evil.example' } }, (response) => resolve(response.statusCode))
      .on('error', reject)
      .end()
  })
  expect(status).toBe(421)
})
