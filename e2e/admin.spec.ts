import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { APIRequestContext } from '@playwright/test'
import { approve, makeAccount, openAs, requestAccess, signInAs, takeAway } from '#e2e/support/acts.ts'
import { addresses } from '#e2e/support/addresses.ts'
import { axeFaults } from '#e2e/support/axe.ts'
import { expect, test } from '#e2e/support/test.ts'

// Each test signs in by itself, as an admin or in the role it tests.
const NOBODY = { cookies: [], origins: [] }
test.use({ storageState: NOBODY, expectedConsole: [/Failed to load resource.*(40[0-9]|503)/] })
const run = promisify(execFile)

/** The heading of an invitation that cannot be used. Every public page has the text itself in its texts. */
const USELESS = 'This invitation link doesn’t work</h1>'

/** Returns two funding sources that occur in the mirror. */
async function someFundingSources(request: APIRequestContext): Promise<[string, string]> {
  const response = await request.get('/api/admin/funding-sources')
  const { fundingSources }: { fundingSources: string[] } = await response.json()
  const [one, two] = fundingSources
  if (!one || !two) throw new Error('The mirror names too few funding sources')
  return [one, two]
}

test('an invitation creates an account once, a removed funding source is restored by Undo, and disabling ends access', async ({
  browser,
}) => {
  const grace = { name: 'Grace Ọlá', email: `grace-${crypto.randomUUID()}@example.com` }
  const guest = await requestAccess(browser, grace)
  const admin = await openAs(browser, 'Admin')
  const [one, two] = await someFundingSources(admin.request)
  const link = await approve(admin, grace, [one, two])

  await guest.goto(link)
  await expect(guest.getByText(grace.email)).toBeVisible()
  await makeAccount(guest, 'short')
  await expect(guest.getByRole('alert').first()).toContainText('at least 8 characters')
  await makeAccount(guest, 'plough the long field')
  await expect(guest).toHaveURL('/')
  const names = async () => {
    const response = await guest.request.get('/api/filter-options?list=billing-periods')
    const { options }: { options: { funding_source: { value: string }[] } } = await response.json()
    return options.funding_source.map(({ value }) => value).sort()
  }
  expect(await names()).toEqual([one, two].sort())
  expect((await guest.goto('/admin/people'))?.status()).toBe(404)
  await expect(guest.getByText('Page not found')).toBeVisible()

  // The link is used up; its page says only that the link does not work.
  const stranger = await openAs(browser, null)
  await stranger.goto(link)
  await expect(stranger.getByRole('heading', { name: 'This invitation link doesn’t work' })).toBeVisible()

  await takeAway(admin, grace, two)
  expect(await names()).toEqual([one])
  await admin.getByRole('button', { name: 'Undo' }).click()
  await expect(admin.getByRole('status').filter({ hasText: 'Change undone' })).toBeVisible()
  expect(await names()).toEqual([one, two].sort())

  await admin.getByRole('button', { name: 'Disable account…' }).click()
  await expect(admin.getByText('You can undo this, but ended sessions aren’t restored.')).toBeVisible()
  await admin.getByRole('button', { name: 'Disable Grace Ọlá' }).click()
  await expect(admin.getByText('Grace Ọlá is disabled and has been signed out on all devices.')).toBeVisible()
  expect((await guest.request.get('/api/sources')).status()).toBe(401)
  for (const page of [guest, admin, stranger]) await page.context().close()
})

test('an invitation can be created, renewed and revoked, with a warning about an unknown funding source', async ({
  page,
  request,
}) => {
  await signInAs(page, 'Admin')
  await page.goto('/admin/people')
  await page.getByRole('button', { name: 'Invite a person' }).click()
  const name = `Ben ${crypto.randomUUID().slice(0, 8)}`
  const sheet = page.getByRole('dialog', { name: 'Invite a person' })
  await sheet.getByLabel('Name').fill(name)
  await sheet.getByLabel('Email').fill(`${crypto.randomUUID()}@example.com`)
  await sheet.getByRole('button', { name: 'Invite', exact: true }).click()
  await expect(page.getByText('Choose at least one funding source')).toBeVisible()
  await page.getByRole('combobox', { name: 'Funding sources' }).fill('Not there yet')
  await page.getByRole('option', { name: /Add “Not there yet”/ }).click()
  await expect(page.getByText('“Not there yet” isn’t in the data yet.')).toBeVisible()
  await page.getByRole('button', { name: 'Invite', exact: true }).click()
  const field = page.getByLabel(`Invitation link for ${name}`)
  const first = await field.inputValue()
  await page.keyboard.press('Escape')
  await page.getByRole('searchbox').fill(name)
  await expect(page).toHaveURL(/search=Ben/)
  await page.getByRole('link', { name }).first().click()
  await page.getByRole('button', { name: 'Create new link' }).click()
  await expect(field).not.toHaveValue(first)
  const second = await field.inputValue()
  expect(await (await request.get(first)).text()).toContain(USELESS)
  expect(await (await request.get(second)).text()).not.toContain(USELESS)
  await page.getByRole('button', { name: 'Revoke invitation…' }).click()
  await page.getByRole('button', { name: 'Revoke invitation', exact: true }).click()
  await expect(page.getByText('No people match')).toBeVisible()
  expect(await (await request.get(second)).text()).toContain(USELESS)
})

test('an integration key runs every GET example of the mirrored routes until the integration is revoked', async ({
  page,
}) => {
  await signInAs(page, 'Admin')
  await page.goto('/admin/integrations')
  await page.getByRole('button', { name: 'New integration' }).click()
  const name = `Ledger ${crypto.randomUUID().slice(0, 8)}`
  const sheet = page.getByRole('dialog', { name: 'New integration' })
  await sheet.getByLabel('Name').fill(name)
  await sheet.getByRole('radio', { name: 'Operator' }).check()
  await page.getByRole('button', { name: 'Create integration' }).click()
  const key = await page.getByLabel(`Key for ${name}`).inputValue()
  expect(key).toMatch(/^furrow_[\w-]{43}$/)
  await page.keyboard.press('Escape')

  await page.getByRole('link', { name: 'API documentation' }).click()
  await expect(page.getByRole('heading', { name: 'API documentation', level: 1 })).toBeVisible()
  const examples = await page
    .locator('details pre code')
    .evaluateAll((codes) => codes.map((code) => code.textContent ?? ''))
  const mirrored = examples.filter(
    (text) =>
      !/-X POST|--no-buffer|\/api\/upstream\/|\/api\/(billing-periods|contracts|invoices\/[\w-]+)\/\w+(\/pdf)?"|\/\$\w+"/.test(
        text,
      ) || /export\?/.test(text),
  )
  expect(mirrored.length).toBeGreaterThan(9)
  for (const example of mirrored) {
    const toStatus = example
      .replace(/ -o \S+/, '')
      .replace('curl ', "curl -s -o /dev/null -w '%{http_code}' ")
    const { stdout } = await run('sh', ['-c', toStatus], { env: { ...process.env, FURROW_KEY: key } })
    expect(`${stdout} ${example}`).toBe(`200 ${example}`)
  }

  const asked = (path: string) =>
    fetch(`${addresses().appUrl}${path}`, { headers: { authorization: `Bearer ${key}` } })
  expect((await asked('/api/admin/people')).status).toBe(403)
  await page.goto(`/admin/integrations?search=${encodeURIComponent(name)}`)
  await page.getByRole('link', { name }).first().click()
  await page.getByRole('button', { name: 'Revoke integration…' }).click()
  await page.getByRole('button', { name: `Revoke ${name}` }).click()
  await expect(page.getByText(`${name} is revoked and its keys no longer work.`)).toBeVisible()
  expect((await asked('/api/sources')).status).toBe(401)
})

test('only admins find the admin pages and links to them', async ({ page }) => {
  await signInAs(page, 'Operator')
  await expect(page.getByRole('link', { name: 'Admin', exact: true })).toHaveCount(0)
  for (const path of ['/admin', '/admin/people', '/admin/requests', '/admin/funding-sources']) {
    await page.goto(path)
    await expect(page.getByText('Page not found')).toBeVisible()
  }
})

test('a part that cannot be loaded says why, and the rest of the page works', async ({ page }) => {
  await signInAs(page, 'Admin')
  const problem = { status: 503, code: 'busy', detail: 'Too busy: please try again.', retryable: false }
  await page.route(/\/api\/admin\/(people\/[^/]+\/sessions|funding-sources)$/, (route) =>
    route.fulfill({ status: 503, contentType: 'application/problem+json', body: JSON.stringify(problem) }),
  )
  await page.goto('/admin/people')
  await page
    .getByRole('link', { name: /\(you\)$/ })
    .first()
    .click()
  await expect(
    page.getByText('The sessions couldn’t be loaded. Furrow is too busy. Try again in a moment.'),
  ).toBeVisible()
  await expect(page.getByText('You can’t change your own role or disable your own account')).toBeVisible()
  await page.getByRole('button', { name: 'Invite a person' }).click()
  await expect(page.getByText('The list of funding sources couldn’t be loaded')).toBeVisible()
})

test('a list of sessions says how many more there are', async ({ page }) => {
  await signInAs(page, 'Admin')
  await page.route(/\/api\/admin\/people\/[^/]+\/sessions$/, async (route) => {
    const answer = await (await route.fetch()).json()
    await route.fulfill({ json: { ...answer, total: answer.sessions.length + 1_234 } })
  })
  await page.goto('/admin/people')
  await page
    .getByRole('link', { name: /\(you\)$/ })
    .first()
    .click()
  await expect(
    page.getByText(/^Showing the [\d,]+ most recent of 1,2\d\d sessions\. To end the others too/),
  ).toBeVisible()
})

const SCREENS = [
  '/admin/people',
  '/admin/requests',
  '/admin/funding-sources',
  '/admin/integrations',
  '/admin/audit',
  '/api-docs',
  '/request-access',
  '/invitation/unknown',
]
test('admin pages and pages for visitors fit a phone and pass axe', async ({ page }) => {
  await signInAs(page, 'Admin')
  for (const path of SCREENS) {
    for (const width of [1440, 390]) {
      await page.setViewportSize({ width, height: 844 })
      await page.goto(path, { waitUntil: 'networkidle' })
      expect((await axeFaults(page)).map((fault) => `${path} ${fault}`)).toEqual([])
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
    }
  }
})
