import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { OPERATOR_SESSION } from '#e2e/support/addresses.ts'
import { test } from '#e2e/support/test.ts'

// Runs before all other tests: opens the session used by every test that does not sign in by itself.
test('an operator signs in with one click', async ({ page }) => {
  await page.goto('/sign-in')
  await page.getByRole('button', { name: /^Operator/ }).click()
  await page.waitForURL('/')
  const { cookies, ...rest } = await page.context().storageState()
  // The browser set the cookies' expiry by the machine's clock. A test run whose date is years later would
  // see them as expired.
  const lasting = cookies.map((cookie) => ({ ...cookie, expires: -1 }))
  await mkdir(path.dirname(OPERATOR_SESSION), { recursive: true })
  await writeFile(OPERATOR_SESSION, JSON.stringify({ ...rest, cookies: lasting }))
})
