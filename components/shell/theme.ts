export const THEMES = ['system', 'light', 'dark'] as const
export type Theme = (typeof THEMES)[number]

/** The cookie that stores the theme, so that the server renders the page in it from the first byte. */
export const THEME_COOKIE = 'theme'

/** Reads a stored theme; any other text means the system theme. */
export function readTheme(text: string | undefined): Theme {
  return THEMES.find((theme) => theme === text) ?? 'system'
}
