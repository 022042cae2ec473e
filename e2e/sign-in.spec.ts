import type { Browser, Page } from '@playwright/test'
import { openAccountMenu } from '#e2e/support/account-menu.ts'
import { addresses } from '#e2e/support/addresses.ts'
import { axeFaults } from '#e2e/support/axe.ts'
import { expect, test } from '#e2e/support/test.ts'

// Each test signs in by itself.
test.use({ storageState: { cookies: [], origins: [] }, expectedConsole: [/Failed to load resource.*40[13]/] })

const PHONE = 'Mozilla/5.0 (Android 16; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0'

async function signInAs(page: Page, role: 'Financier' | 'Operator' | 'Admin'): Promise<void> {
  await page.goto('/sign-in')
  await page.getByRole('button', { name: new RegExp(`^${role}`) }).click()
  await expect(page).toHaveURL('/')
}

async function openAs(browser: Browser, userAgent: string, role: 'Financier'): Promise<Page> {
  const context = await browser.newContext({ userAgent, storageState: { cookies: [], origins: [] } })
  const page = await context.newPage()
  await signInAs(page, role)
  return page
}

test('a protected page leads to sign-in and back after signing in', async ({ page }) => {
  const asked = '/invoices?source=payment-links&search=a%26b'
  await page.goto(asked)
  await expect(page).toHaveURL(/\/sign-in\?next=/)
  await page.getByRole('button', { name: /^Operator/ }).click()
  await expect(page).toHaveURL(asked)
  await expect(page.getByRole('button', { name: /^Your account: David Otieno/ })).toBeVisible()
})

test('sign-in never redirects to another site', async ({ page }) => {
  await page.goto('/sign-in?next=https://evil.example/')
  await page.getByRole('button', { name: /^Operator/ }).click()
  await expect(page).toHaveURL('/')
})

test('a wrong password shows an error, and the right one signs in', async ({ page }) => {
  const { admin } = addresses()
  await page.goto('/sign-in')
  await page.getByLabel('Email').fill(admin.email)
  await page.getByLabel('Password').fill('not the password')
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(page.getByRole('main').getByRole('alert')).toContainText('The email or password is wrong')
  await page.getByLabel('Password').fill(admin.password)
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL('/')
})

test('signing out ends the session permanently', async ({ page }) => {
  await signInAs(page, 'Admin')
  const cookies = await page.context().cookies()
  await openAccountMenu(page)
  await page.getByRole('button', { name: 'Sign out' }).click()
  await expect(page).toHaveURL('/sign-in')
  // A copy of the cookie no longer works either.
  await page.context().addCookies(cookies)
  await page.goto('/sources')
  await expect(page).toHaveURL(/\/sign-in/)
})

test('a session ended from another device ends on its open page as well', async ({ browser }) => {
  const phone = await openAs(browser, PHONE, 'Financier')
  const laptop = await openAs(
    browser,
    'Mozilla/5.0 (X11; Linux x86_64) Chrome/153.0 Safari/537.36',
    'Financier',
  )
  await phone.goto('/sources')
  await laptop.goto('/account')
  await expect(laptop.getByText('This session')).toHaveCount(1)
  const ended = laptop.getByRole('button', { name: 'End session on Firefox on Android' })
  while ((await ended.count()) > 0) {
    const before = await ended.count()
    await ended.first().click()
    await expect(ended).toHaveCount(before - 1)
  }
  await expect(phone).toHaveURL(/\/sign-in\?next=%2Fsources/)
  await laptop.reload()
  await expect(laptop).toHaveURL('/account')
  await phone.context().close()
  await laptop.context().close()
})

test('a cookie with a forged signature opens no page', async ({ page, context, baseURL }) => {
  await context.addCookies([{ name: 'furrow_session', value: 'forged.c2lnbmF0dXJl', url: baseURL }])
  for (const path of ['/', '/billing-periods', '/invoices', '/collections', '/sources', '/account']) {
    await page.goto(path)
    await expect(page).toHaveURL(path === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(path)}`)
  }
})

test('the menu shows who is signed in and their funding sources', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await signInAs(page, 'Financier')
  const menu = page.getByRole('dialog', { name: 'Your account' })
  // A page does not react before it is hydrated.
  await expect(async () => {
    await page.getByRole('button', { name: /^Your account: Amina Bello/ }).click({ timeout: 2_000 })
    await expect(menu).toContainText('Financier', { timeout: 2_000 })
  }).toPass()
  await expect(menu.getByRole('listitem')).toHaveCount(2)
})

test('the sign-in pages fit a phone and pass axe', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  for (const path of ['/sign-in', '/setup']) {
    await page.goto(path)
    expect(await axeFaults(page)).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
  }
})
