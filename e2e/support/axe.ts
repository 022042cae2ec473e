import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'

const WCAG = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']

/**
 * What axe finds on a page as it stands (WCAG 2.2 AA), a line each: every rule in the light theme, and in the dark one the
 * rule on contrast, which alone depends on the theme. The page is left in the light theme.
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

/** Shows a theme as the system does, and waits for colours that change slowly. */
async function showTheme(page: Page, colorScheme: 'light' | 'dark'): Promise<void> {
  await page.emulateMedia({ colorScheme })
  await page.evaluate(async () => {
    const changing = document.getAnimations().filter((animation) => animation instanceof CSSTransition)
    await Promise.all(changing.map(({ finished }) => finished.catch(() => {})))
  })
}
