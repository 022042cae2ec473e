import { useLayoutEffect, useRef } from 'react'

/** How far lists were scrolled in px, by the entry of the browser's history. */
const places = new Map<string, number>()

/** The current entry of the history; null in browsers that do not name it, which keep no place. */
function entry(): string | null {
  return window.navigation?.currentEntry?.key ?? null
}

/**
 * Returns a list that is opened by Back to where it was scrolled, as soon as enough of its rows are loaded.
 * Scrolling meanwhile gives that up.
 * @param findArea returns the box that scrolls.
 * @param isCards whether rows are cards, which another box scrolls.
 * @param count number of loaded rows.
 * @param hasMore whether further rows will load.
 */
export function useKeptPlace(
  findArea: () => HTMLElement | null,
  isCards: boolean,
  count: number,
  hasMore: boolean,
): void {
  const wanted = useRef<number | null>(null)

  // biome-ignore lint/correctness/useExhaustiveDependencies: `findArea` reads refs; what it depends on is `isCards`
  useLayoutEffect(() => {
    const area = findArea()
    if (!area) return
    wanted.current = places.get(entry() ?? '') ?? null
    const keep = () => {
      const key = entry()
      if (key !== null && wanted.current === null) places.set(key, area.scrollTop)
    }
    const giveUp = () => {
      wanted.current = null
    }
    area.addEventListener('scroll', keep, { passive: true })
    area.addEventListener('wheel', giveUp, { passive: true })
    area.addEventListener('pointerdown', giveUp)
    area.addEventListener('keydown', giveUp)
    return () => {
      area.removeEventListener('scroll', keep)
      area.removeEventListener('wheel', giveUp)
      area.removeEventListener('pointerdown', giveUp)
      area.removeEventListener('keydown', giveUp)
    }
  }, [isCards])

  // biome-ignore lint/correctness/useExhaustiveDependencies: the box can be scrolled further when rows were added
  useLayoutEffect(() => {
    const area = findArea()
    if (!area || wanted.current === null) return
    area.scrollTop = wanted.current
    if (area.scrollTop >= wanted.current - 1 || !hasMore) wanted.current = null
  }, [isCards, count, hasMore])
}
