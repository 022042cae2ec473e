import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from '@playwright/test'
import type { AxeResults, RunOptions } from 'axe-core'

const WCAG = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

type Violations = AxeResults['violations']

/**
 * Returns axe's findings on the current page (WCAG 2.2 AA), one line each. All rules run in the light theme;
 * only the contrast rule, the one that depends on the theme, runs again in the dark theme. Leaves the page in
 * the light theme.
 * @throws {Error} if the page has a frame, because axe examines only the page itself
 */
export async function axeFaults(page: Page): Promise<string[]> {
  if (page.frames().length > 1) throw new Error('The page has a frame, which axe would not examine')
  await showTheme(page, 'light')
  const light = await runAxe(page, { type: 'tag', values: WCAG })
  await showTheme(page, 'dark')
  const dark = await runAxe(page, { type: 'rule', values: ['color-contrast'] })
  await showTheme(page, 'light')
  const line = ({ id, nodes }: Violations[number]) =>
    `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`
  return [...light.map(line), ...dark.map((violation) => `dark ${line(violation)}`)]
}

/**
 * Runs axe in the page itself. Its own package for Playwright would load axe's source three times and open a
 * second page for the results of each run.
 */
async function runAxe(page: Page, runOnly: RunOptions['runOnly']): Promise<Violations> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(AXE)
  return page.evaluate(
    async (options) => {
      const { axe } = window as Window & typeof globalThis & { axe: typeof import('axe-core') }
      return (await axe.run(document, options)).violations
    },
    // Without `resultTypes`, axe also describes every element that passes a rule.
    { runOnly, resultTypes: ['violations'], preload: { assets: ['media'] } } satisfies RunOptions,
  )
}

/** Emulates the system's colour scheme and waits for colour transitions to finish. */
async function showTheme(page: Page, colorScheme: 'light' | 'dark'): Promise<void> {
  await page.emulateMedia({ colorScheme })
  await page.evaluate(async () => {
    const changing = document.getAnimations().filter((animation) => animation instanceof CSSTransition)
    await Promise.all(changing.map(({ finished }) => finished.catch(() => {})))
  })
}
