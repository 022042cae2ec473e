import { useEffect, useRef } from 'react'

/** Handlers by `event.key`. None runs while the user types or holds a modifier. */
export type Hotkeys = Readonly<Record<string, () => void>>

/** Listens for single keys on the whole page. */
export function useHotkeys(keys: Hotkeys): void {
  const current = useRef(keys)
  useEffect(() => {
    current.current = keys
  })
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey) return
      const handler = Object.hasOwn(current.current, event.key) ? current.current[event.key] : undefined
      if (!handler || isBusy(event.target)) return
      event.preventDefault()
      handler()
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [])
}

/** True inside text fields, and inside dialogs and popups, which handle keys themselves. */
function isBusy(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  return target.isContentEditable || target.closest('input, textarea, select, [role="dialog"]') !== null
}
