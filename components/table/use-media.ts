import { useSyncExternalStore } from 'react'

function subscribeTo(query: string) {
  return (onChange: () => void) => {
    const list = window.matchMedia(query)
    list.addEventListener('change', onChange)
    return () => list.removeEventListener('change', onChange)
  }
}

const CARDS = '(width < 768px)'
const SHEET = '(width < 1080px)'
const subscribeCards = subscribeTo(CARDS)
const subscribeSheet = subscribeTo(SHEET)

/** True where rows are shown as cards; false on the server. */
export function useCards(): boolean {
  return useSyncExternalStore(
    subscribeCards,
    () => window.matchMedia(CARDS).matches,
    () => false,
  )
}

/** True where a detail covers the list instead of opening beside it; false on the server. */
export function useSheets(): boolean {
  return useSyncExternalStore(
    subscribeSheet,
    () => window.matchMedia(SHEET).matches,
    () => false,
  )
}
