import { expect, test } from '#e2e/support/test.ts'

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
