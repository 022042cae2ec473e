export const THEMES = ['system', 'light', 'dark'] as const
export type Theme = (typeof THEMES)[number]

/** The cookie that remembers the choice, so that the server draws the page in it from the first byte. */
export const THEME_COOKIE = 'theme'

/** Reads a remembered theme; anything else follows the system. */
export function readTheme(text: string | undefined): Theme {
  return THEMES.find((theme) => theme === text) ?? 'system'
}
