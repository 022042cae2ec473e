import type { Browser, Page } from '@playwright/test'
import { expect } from './test.ts'

// Actions that several tests share: signing in, requesting access, and the admin pages.

const NOBODY = { cookies: [], origins: [] }

/** Signs in as one of the sandbox's people with one click. */
export async function signInAs(page: Page, role: 'Financier' | 'Operator' | 'Admin'): Promise<void> {
  await page.goto('/sign-in')
  await page.getByRole('button', { name: new RegExp(`^${role}`) }).click()
  await expect(page).toHaveURL('/')
}

/** Opens a page in a new browser context, signed in as an admin or not at all. */
export async function openAs(browser: Browser, role: 'Admin' | null): Promise<Page> {
  const page = await (await browser.newContext({ storageState: NOBODY })).newPage()
  if (role) await signInAs(page, role)
  return page
}

/** Searches for a funding source in the picker and selects the match. */
export async function chooseFundingSource(page: Page, name: string): Promise<void> {
  const field = page.getByRole('combobox', { name: 'Funding sources' })
  await field.fill(name)
  await page.getByRole('option', { name }).first().click()
  await expect(page.getByRole('button', { name: `Remove ${name}` })).toBeVisible()
}

type Who = { name: string; email: string }

/** Requests access as a visitor without an account and returns the visitor's page. */
export async function requestAccess(browser: Browser, { name, email }: Who): Promise<Page> {
  const guest = await openAs(browser, null)
  await guest.goto('/sign-in')
  await guest.getByRole('link', { name: 'Request access' }).click()
  await guest.getByLabel('Name').fill(name)
  await guest.getByLabel('Email').fill(email)
  await guest.getByLabel('Organisation').fill('AgriFund')
  await guest.getByLabel('Which funding sources do you need access to?').fill('Ours')
  await guest.getByLabel('Why do you need access?').fill('The board asks weekly')
  await guest.getByRole('button', { name: 'Send request' }).click()
  await expect(guest.getByRole('heading', { name: 'Request sent' })).toBeVisible()
  return guest
}

/** Approves an access request with these funding sources and returns the invitation link. */
export async function approve(admin: Page, who: Who, fundingSources: readonly string[]): Promise<string> {
  await admin.getByRole('link', { name: 'Admin', exact: true }).first().click()
  await admin.getByRole('link', { name: /^Access requests/ }).click()
  await admin.getByRole('searchbox').fill(who.email)
  await admin.getByRole('link', { name: who.name }).first().click()
  for (const name of fundingSources) await chooseFundingSource(admin, name)
  await admin.getByRole('button', { name: 'Approve and invite' }).click()
  return admin.getByLabel(`Invitation link for ${who.name}`).inputValue()
}

/** Chooses a password on the invitation page, which also signs in. */
export async function makeAccount(guest: Page, password: string): Promise<void> {
  await guest.getByLabel('Password').fill(password)
  await guest.getByRole('button', { name: 'Create account and sign in' }).click()
}

/** Removes one of a person's funding sources as an admin. */
export async function takeAway(admin: Page, who: Who, fundingSource: string): Promise<void> {
  await admin.goto(`/admin/people?search=${encodeURIComponent(who.email)}`)
  await admin.getByRole('link', { name: who.name }).first().click()
  await admin.getByRole('button', { name: `Remove ${fundingSource}` }).click()
  await admin.getByRole('button', { name: 'Save' }).click()
  const saved = admin.getByRole('status').filter({ hasText: 'Saved.' })
  await expect(saved).toContainText('with access to')
}
