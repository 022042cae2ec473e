import type { Page, Response } from '@playwright/test'
import { environmentOfRun, type FurtherServer, startFurther } from '#e2e/support/further-server.ts'
import { type Line, lineTo } from '#e2e/support/line-to-database.ts'
import { expect, test } from '#e2e/support/test.ts'

// A second web server whose connection to the database is cut, while the rest of the run keeps using the same
// database.

let line: Line
let server: FurtherServer
test.beforeAll(async () => {
  const { FURROW_DATABASE_URL: url = '' } = await environmentOfRun()
  line = await lineTo(url)
  server = await startFurther({ FURROW_DATABASE_URL: line.url })
})
test.afterAll(async () => {
  await server.stop()
  await line.close()
})
test.afterEach(() => line.mend())
test.describe.configure({ mode: 'serial' })
test.use({
  expectedConsole: [/status of 50[03]|Minified React error #441/],
})

const AWAY = 'The database is not responding'

/** Text that a page must not reveal: addresses, statements and the driver's messages. */
const INSIDE = /127\.0\.0\.1|ECONN|Connection terminated|select [^"\\]*\bfrom |postgres:|\bat \//i

/** Reads the request id that a page shows. */
async function shownId(page: Page): Promise<string> {
  const [, id = ''] = /Request ([\da-f-]{36})/.exec(await page.getByText(/^Request /).innerText()) ?? []
  return id
}

const failures = () =>
  server
    .log()
    .split('\n')
    .filter((text) => text.includes('"level":"error"'))

async function expectAway(page: Page, response: Response | null): Promise<void> {
  expect(response?.status()).toBe(503)
  expect(response?.headers()['retry-after']).toBe('2')
  await expect(page.getByRole('heading', { name: AWAY })).toBeVisible()
  const id = await shownId(page)
  expect(id).toBe(response?.headers()['x-request-id'])
  expect(failures().some((text) => text.includes(id))).toBe(true)
}

test('F34 a page opened while the database is unreachable says so, retries and then opens at its own address', async ({
  page,
}) => {
  const address = `${server.url}/billing-periods?currency=NGN`
  line.cut()
  const response = await page.goto(address)
  await expectAway(page, response)
  await expect(page.getByText('Trying again')).toBeVisible()
  expect(await response?.text()).not.toMatch(INSIDE)
  expect(await page.locator('body').innerText()).not.toMatch(INSIDE)
  const asked = page.waitForResponse(/\/api\/health\/ready$/)
  await page.getByRole('button', { name: 'Try now' }).click()
  expect((await asked).status()).toBe(503)
  line.mend()
  await expect(page.getByRole('heading', { name: AWAY })).toBeHidden()
  await expect(page.getByRole('table')).toBeVisible()
  expect(page.url()).toBe(address)
})

test('the error page is complete without any script', async ({ request }) => {
  line.cut()
  const html = await (await request.get(`${server.url}/invoices`)).text()
  expect(html).toContain(AWAY)
  expect(html).toMatch(/<code[^>]*>[\da-f-]{36}<\/code>/)
})

test('a page reached by a link shows the same inside the layout, with its own request id', async ({
  page,
}) => {
  await page.goto(`${server.url}/account`)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  line.cut()
  await page.getByRole('link', { name: 'Sources', exact: true }).first().click()
  await expect(page.getByRole('heading', { name: AWAY })).toBeVisible()
  await expect(page.getByRole('link', { name: 'Overview' }).first()).toBeVisible()
  const id = await shownId(page)
  expect(failures().some((text) => text.includes(id) && text.includes('/sources'))).toBe(true)
  line.mend()
  await expect(page.getByRole('heading', { name: AWAY })).toBeHidden()
  expect(page.url()).toBe(`${server.url}/sources`)
})

test('the sign-in page shows the same', async ({ page }) => {
  line.cut()
  await expectAway(page, await page.goto(`${server.url}/sign-in`))
})

test('a page that fails for another reason shows its request id and does not mention the database', async ({
  page,
}) => {
  const broken = await startFurther({ FURROW_DATABASE_URL: '', DATABASE_URL: '' })
  try {
    const response = await page.goto(`${broken.url}/collections`)
    expect(response?.status()).toBe(500)
    await expect(page.getByText('This page couldn’t be shown')).toBeVisible()
    await expect(page.getByText('Furrow', { exact: true })).toBeVisible()
    expect(await page.locator('body').innerText()).not.toContain('database')
    const id = await shownId(page)
    expect(id).toBe(response?.headers()['x-request-id'])
    expect(broken.log()).toContain(id)
  } finally {
    await broken.stop()
  }
})
