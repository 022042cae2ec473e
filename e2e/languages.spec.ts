import { addresses } from '#e2e/support/addresses.ts'
import { axeFaults } from '#e2e/support/axe.ts'
import { spilledTexts } from '#e2e/support/spilled-texts.ts'
import { expect, test } from '#e2e/support/test.ts'
import { wordsOf } from '#e2e/support/words.ts'

for (const { language, dir, title } of [
  { language: 'en', dir: 'ltr', title: /^Invoices$/ },
  { language: 'en-XA', dir: 'ltr', title: /^Íñvóíçéš / },
  { language: 'en-XB', dir: 'rtl', title: /^\p{Script=Arabic}+$/u },
]) {
  test(`the invoices are shown in ${language}`, async ({ page, baseURL }) => {
    await page.context().addCookies([{ name: 'language', value: language, url: baseURL ?? '' }])
    await page.goto('/invoices?source=hello-tractor')
    await expect(page.locator('html')).toHaveAttribute('lang', language)
    await expect(page.locator('html')).toHaveAttribute('dir', dir)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(title)
    await expect(page).toHaveTitle(/ · Furrow$/)
    // A name keeps its own direction, so that it is cut at its end, and begins where the page's texts do.
    const name = page.getByRole('row').nth(1).getByRole('link').first().locator('bdi').first()
    await expect(name).toHaveCSS('direction', 'ltr')
    const gaps = await name.evaluate((own) => {
      const [inner, outer] = [own.getBoundingClientRect(), own.parentElement!.getBoundingClientRect()]
      return { ltr: inner.left - outer.left, rtl: outer.right - inner.right }
    })
    expect(Math.abs(gaps[dir === 'rtl' ? 'rtl' : 'ltr'])).toBeLessThan(1)
    expect(gaps[dir === 'rtl' ? 'ltr' : 'rtl']).toBeGreaterThan(1)
    // A row opens, and its detail has the texts of the same language.
    await page.getByRole('row').nth(1).getByRole('link').first().click()
    await expect(page).toHaveURL(/row=/)
    await expect(page.getByRole('heading', { level: 2 }).first()).toBeVisible()
    await expect(page.getByRole('heading', { name: 'PDF', exact: true })).toHaveCount(
      language === 'en' ? 1 : 0,
    )
  })
}

test('a language that Furrow has not is shown in English', async ({ page, baseURL }) => {
  await page.context().addCookies([{ name: 'language', value: 'xx"><script>', url: baseURL ?? '' }])
  await page.goto('/invoices')
  await expect(page.locator('html')).toHaveAttribute('lang', 'en')
})

for (const language of ['en-XA', 'en-XB'] as const) {
  test.describe(`a reader of ${language}`, () => {
    // The browser asks for the language, and nobody is signed in.
    test.use({ locale: language, storageState: { cookies: [], origins: [] } })

    test('signs in, filters, opens a row, exports and signs out', async ({ page }) => {
      const people = wordsOf(language, 'people')
      const shell = wordsOf(language, 'shell')
      const list = wordsOf(language, 'list')
      const filters = wordsOf(language, 'filters')
      const periods = wordsOf(language, 'billing-periods')
      await page.goto('/sign-in')
      await expect(page.locator('html')).toHaveAttribute('lang', language)
      await page
        .getByRole('button')
        .filter({ hasText: people('sandbox.operator') })
        .click()
      await page.waitForURL('/')
      await page
        .getByRole('link', { name: shell('nav.billing-periods') })
        .first()
        .click()
      await page.waitForURL('/billing-periods')

      const field = periods('field.status')
      await page
        .getByRole('group', { name: filters('chip.label', { field }) })
        .getByRole('button')
        .click()
      await page.getByRole('checkbox').first().check()
      await expect(page).toHaveURL(/status=/)
      await page.keyboard.press('Escape')
      await expect(page.getByRole('button', { name: filters('chip.remove', { field }) })).toBeVisible()

      await page.getByRole('row').nth(1).getByRole('link').first().click()
      await expect(page).toHaveURL(/row=/)

      await page
        .getByRole('button', {
          name: list
            .rich('export.button', { count: 1, wide: () => '' })
            .join('')
            .trim(),
        })
        .click()
      const saving = page.waitForEvent('download')
      await page.getByRole('button', { name: list('export.download', { format: 'CSV' }) }).click()
      expect((await saving).suggestedFilename()).toMatch(/^billing-periods-.*\.csv$/)
      await page.keyboard.press('Escape')

      const account = page.getByRole('button', {
        name: shell('account.label', { name: '', access: '' }).slice(0, 8),
      })
      const signOut = page.getByRole('button', { name: shell('account.sign-out') })
      await expect(async () => {
        if (!(await signOut.isVisible())) await account.first().click({ timeout: 2_000 })
        await expect(signOut).toBeVisible({ timeout: 2_000 })
      }).toPass()
      await signOut.click()
      await page.waitForURL(/\/sign-in/)
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(people('sign-in.title'))
    })
  })
}

const SCREENS = [
  '/',
  '/billing-periods',
  '/invoices?source=payment-links',
  '/collections',
  '/sources',
  '/account',
  '/admin/people',
  '/admin/funding-sources',
  '/admin/integrations',
  '/admin/audit',
]
const WIDTHS = [1440, 390]

for (const language of ['en-XA', 'en-XB'] as const) {
  test.describe(`an admin who reads ${language}`, () => {
    test.use({ storageState: { cookies: [], origins: [] } })

    test('sees eleven screens that fit a phone and a desktop, and that pass axe', async ({
      page,
      baseURL,
    }) => {
      const chosen = { name: 'language', value: language, url: baseURL ?? '' }
      const expectNoFault = async (path: string) => {
        await page.goto(path)
        await expect(page.locator('html')).toHaveAttribute('lang', language)
        await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
        await expect(page.locator('[aria-busy="true"]')).toHaveCount(0)
        const faults: string[] = []
        for (const width of WIDTHS) {
          await page.setViewportSize({ width, height: 844 })
          if ((await page.evaluate(() => document.documentElement.scrollWidth)) > width)
            faults.push(`${width} px: wider than the screen`)
          for (const text of await spilledTexts(page)) faults.push(`${width} px: ${text}`)
        }
        expect([...faults, ...(await axeFaults(page))], path).toEqual([])
      }
      await page.context().addCookies([chosen])
      await expectNoFault('/sign-in')
      const signIn = await page.request.post('/api/auth/sandbox', {
        data: { role: 'admin' },
        headers: { origin: addresses().appUrl },
      })
      expect(signIn.status()).toBe(200)
      // Signing in sets the language that the person chose, here none.
      await page.context().addCookies([chosen])
      for (const path of SCREENS) await expectNoFault(path)
    })
  })
}
