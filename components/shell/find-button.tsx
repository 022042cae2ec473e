'use client'

import { useEffect, useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { Icon } from '#components/ui/icon.tsx'
import { lazyComponent } from '#components/ui/lazy-component.tsx'
import { useWords } from '#components/ui/words.tsx'
import type { Role } from '#lib/people/roles.ts'

const FindPalette = lazyComponent(() => import('./find-palette.tsx').then((module) => module.FindPalette))

/** Opens the palette that finds pages and rows; ⌘K and Ctrl K open it from anywhere. */
export function FindButton({ role }: { role: Role }) {
  const [isOpen, setIsOpen] = useState(false)
  const t = useWords('find')
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (
        event.key.toLowerCase() !== 'k' ||
        event.altKey ||
        event.shiftKey ||
        !(event.metaKey || event.ctrlKey)
      )
        return
      event.preventDefault()
      setIsOpen(true)
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [])
  return (
    <>
      <Button
        variant="quiet"
        size="icon"
        aria-label={t('title')}
        aria-keyshortcuts="Meta+K Control+K"
        title={t('shortcut')}
        onClick={() => setIsOpen(true)}
      >
        <Icon name="search" size={15} />
      </Button>
      {isOpen ? <FindPalette role={role} onClose={() => setIsOpen(false)} /> : null}
    </>
  )
}
