import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'

const WCAG = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']

/**
 * Returns axe's findings on the current page (WCAG 2.2 AA), one line each. All rules run in the light theme;
 * only the contrast rule, the one that depends on the theme, runs again in the dark theme. Leaves the page in
 * the light theme.
 */
export async function axeFaults(page: Page): Promise<string[]> {
  await showTheme(page, 'light')
  const { violations } = await new AxeBuilder({ page }).withTags(WCAG).analyze()
  await showTheme(page, 'dark')
  const dark = await new AxeBuilder({ page }).withRules(['color-contrast']).analyze()
  await showTheme(page, 'light')
  const line = ({ id, nodes }: (typeof violations)[number]) =>
    `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`
  return [...violations.map(line), ...dark.violations.map((violation) => `dark ${line(violation)}`)]
}

/** Emulates the system's colour scheme and waits for colour transitions to finish. */
async function showTheme(page: Page, colorScheme: 'light' | 'dark'): Promise<void> {
  await page.emulateMedia({ colorScheme })
  await page.evaluate(async () => {
    const changing = document.getAnimations().filter((animation) => animation instanceof CSSTransition)
    await Promise.all(changing.map(({ finished }) => finished.catch(() => {})))
  })
}
