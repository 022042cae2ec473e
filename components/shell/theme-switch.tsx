'use client'

import { useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { Icon } from '#components/ui/icon.tsx'
import { useWords } from '#components/ui/words.tsx'
import { THEME_COOKIE, THEMES, type Theme } from './theme.ts'

const ICONS = { system: 'system', light: 'sun', dark: 'moon' } as const
const YEAR_SECONDS = 31_536_000

/** Cycles through the three themes: system, light, dark. */
export function ThemeSwitch({ initial }: { initial: Theme }) {
  const t = useWords('shell')
  const [theme, setTheme] = useState(initial)
  const next = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? 'system'
  const label = t(`theme.${theme}`)
  return (
    <Button
      variant="quiet"
      size="icon"
      aria-label={label}
      title={label}
      onClick={() => {
        setTheme(next)
        rememberTheme(next)
      }}
    >
      <Icon name={ICONS[theme]} size={15} />
    </Button>
  )
}

function rememberTheme(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = theme
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in Firefox and older Safari
  document.cookie = `${THEME_COOKIE}=${theme}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`
}
