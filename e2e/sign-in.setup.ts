import { OPERATOR_SESSION } from './support/addresses.ts'
import { test } from './support/test.ts'

// Runs before all else: the session that every test uses that does not sign in by itself.
test('an operator signs in by one click', async ({ page }) => {
  await page.goto('/sign-in')
  await page.getByRole('button', { name: /^Operator/ }).click()
  await page.waitForURL('/')
  await page.context().storageState({ path: OPERATOR_SESSION })
})
