import { expect, type Locator, type Page } from '@playwright/test'

/**
 * Opens the menu of the signed-in person. Clicks again until the menu opens, because a page that has just
 * arrived does not respond to clicks yet.
 */
export async function openAccountMenu(page: Page): Promise<Locator> {
  const menu = page.getByRole('dialog', { name: 'Your account' })
  await expect(async () => {
    await page.getByRole('button', { name: /^Your account/ }).click({ timeout: 2_000 })
    await expect(menu).toBeVisible({ timeout: 2_000 })
  }).toPass()
  return menu
}
