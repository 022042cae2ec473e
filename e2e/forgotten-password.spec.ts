import type { Page } from '@playwright/test'
import { openAs, signInAs } from '#e2e/support/acts.ts'
import { axeFaults } from '#e2e/support/axe.ts'
import { call, makePerson, sandboxAdmin } from '#e2e/support/callers.ts'
import { forgetLimits } from '#e2e/support/database.ts'
import { expect, test } from '#e2e/support/test.ts'

// Each test signs in by itself.
test.use({
  storageState: { cookies: [], origins: [] },
  expectedConsole: [/Failed to load resource.*40[0-9]/],
})

/** The password that e2e/support/callers.ts gives to new people. */
const FORMER = 'plough the long field'
const NEW = 'harrow the long field'

async function signInWith(page: Page, email: string, password: string): Promise<void> {
  await page.goto('/sign-in')
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}

async function openPerson(admin: Page, email: string, name: string): Promise<void> {
  await admin.goto(`/admin/people?search=${encodeURIComponent(email)}`)
  await admin.getByRole('link', { name }).first().click()
}

/** Creates a password link in the open pane and returns it. `former` is the link that the pane still shows. */
async function makeLink(admin: Page, name: string, former = ''): Promise<string> {
  await admin.getByRole('button', { name: 'Create password link…' }).click()
  await expect(admin.getByText('so send it only to them')).toBeVisible()
  await admin.getByRole('button', { name: 'Create link' }).click()
  const field = admin.getByLabel(`Password link for ${name}`)
  await expect(field).not.toHaveValue(former)
  return field.inputValue()
}

test('a password link from an admin works once and ends the older link and all sessions', async ({
  browser,
}) => {
  await forgetLimits()
  const name = `Grace ${crypto.randomUUID().slice(0, 8)}`
  const grace = await makePerson(await sandboxAdmin(), name, { role: 'operator' })
  const sources = async () => (await call(grace, '/api/sources')).status
  expect(await sources()).toBe(200)

  const guest = await openAs(browser, null)
  await guest.goto('/sign-in')
  await guest.getByRole('link', { name: 'Forgot your password?' }).click()
  await expect(guest.getByText('ask a Furrow admin for a link')).toBeVisible()

  const admin = await openAs(browser, 'Admin')
  await openPerson(admin, grace.email, name)
  const first = await makeLink(admin, name)
  const link = await makeLink(admin, name, first)
  await guest.goto(first)
  await expect(guest.getByRole('heading', { name: 'This link doesn’t work' })).toBeVisible()
  expect(await sources()).toBe(200)

  await guest.goto(link)
  await expect(guest.getByText(grace.email)).toBeVisible()
  await guest.getByLabel('New password').fill('short')
  await guest.getByRole('button', { name: 'Save password' }).click()
  await expect(guest.getByRole('alert').first()).toContainText('at least 8 characters')
  expect(await sources()).toBe(200)
  const late = await openAs(browser, null)
  await late.goto(link)
  await guest.getByLabel('New password').fill(NEW)
  await guest.getByRole('button', { name: 'Save password' }).click()
  await expect(guest.getByRole('heading', { name: 'Password changed' })).toBeVisible()
  expect(await sources()).toBe(401)

  // This page was opened before the link was used up.
  await late.getByLabel('New password').fill('sow the long field')
  await late.getByRole('button', { name: 'Save password' }).click()
  await expect(late.getByRole('alert').first()).toContainText('This link doesn’t work')
  await late.goto(link)
  await expect(late.getByRole('heading', { name: 'This link doesn’t work' })).toBeVisible()

  await signInWith(guest, grace.email, FORMER)
  await expect(guest.getByRole('main').getByRole('alert')).toContainText('The email or password is wrong')
  await signInWith(guest, grace.email, NEW)
  await expect(guest).toHaveURL('/')

  await admin.goto('/admin/audit')
  await expect(admin.getByText(`${name} set a new password with a link`).first()).toBeVisible()
  await expect(admin.getByText(`created a password link for ${name}`).first()).toBeVisible()
  for (const page of [guest, admin, late]) await page.context().close()
})

test('an admin cannot create a link for a disabled account or their own', async ({ page }) => {
  await forgetLimits()
  const name = `Ben ${crypto.randomUUID().slice(0, 8)}`
  const ben = await makePerson(await sandboxAdmin(), name, { role: 'operator' })
  await signInAs(page, 'Admin')
  await openPerson(page, ben.email, name)
  const button = page.getByRole('button', { name: 'Create password link…' })
  await expect(button).toBeVisible()
  await page.getByRole('button', { name: 'Disable account…' }).click()
  await page.getByRole('button', { name: `Disable ${name}` }).click()
  await expect(page.getByText(`${name} is disabled and has been signed out on all devices.`)).toBeVisible()
  await expect(button).toHaveCount(0)
  await page.goto('/admin/people')
  await page
    .getByRole('link', { name: /\(you\)$/ })
    .first()
    .click()
  await expect(page.getByText('You can’t change your own role or disable your own account')).toBeVisible()
  await expect(button).toHaveCount(0)
})

test('all other sessions end after a confirmation that names their number', async ({ browser }) => {
  await forgetLimits()
  const name = `Ife ${crypto.randomUUID().slice(0, 8)}`
  const ife = await makePerson(await sandboxAdmin(), name, { role: 'operator' })
  const page = await openAs(browser, null)
  await signInWith(page, ife.email, FORMER)
  await expect(page).toHaveURL('/')
  await page.goto('/account')
  await page.getByRole('button', { name: 'End all other sessions…' }).click()
  await expect(page.getByText('1 other session ends; this one stays.')).toBeVisible()
  expect((await call(ife, '/api/sources')).status).toBe(200)
  await page.getByRole('button', { name: 'Cancel' }).click()
  expect((await call(ife, '/api/sources')).status).toBe(200)
  await page.getByRole('button', { name: 'End all other sessions…' }).click()
  await page.getByRole('button', { name: 'End 1 other session' }).click()
  await expect(page.getByText('1 session ended.')).toBeVisible()
  expect((await call(ife, '/api/sources')).status).toBe(401)
  await expect(page.getByRole('button', { name: 'End all other sessions…' })).toHaveCount(0)
  await page.context().close()
})

test('the pages for a forgotten password fit a phone and pass axe', async ({ page }) => {
  await forgetLimits()
  const admin = await sandboxAdmin()
  const { email } = await makePerson(admin, 'Forgetful', { role: 'operator' })
  const { people } = await (await call(admin, '/api/admin/people')).json()
  const { id, version } = people.find((one: { email: string }) => one.email === email)
  const asked = { method: 'POST', body: { version } }
  const made = await call(admin, `/api/admin/people/${id}/password-link`, asked)
  const { link }: { link: string } = await made.json()
  for (const path of ['/sign-in', '/forgotten-password', '/new-password/unknown', link]) {
    for (const width of [1440, 390]) {
      await page.setViewportSize({ width, height: 844 })
      await page.goto(path)
      expect((await axeFaults(page)).map((fault) => `${path} ${fault}`)).toEqual([])
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
    }
  }
})
