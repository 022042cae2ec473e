import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { OPERATOR_SESSION } from '#e2e/support/addresses.ts'
import { test } from '#e2e/support/test.ts'

// Runs before all else: the session that every test uses that does not sign in by itself.
test('an operator signs in by one click', async ({ page }) => {
  await page.goto('/sign-in')
  await page.getByRole('button', { name: /^Operator/ }).click()
  await page.waitForURL('/')
  const { cookies, ...rest } = await page.context().storageState()
  // The browser dated them by the machine's clock. To the tests, whose day may be years later, they would be over.
  const lasting = cookies.map((cookie) => ({ ...cookie, expires: -1 }))
  await mkdir(path.dirname(OPERATOR_SESSION), { recursive: true })
  await writeFile(OPERATOR_SESSION, JSON.stringify({ ...rest, cookies: lasting }))
})
