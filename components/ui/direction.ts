import type { KeyboardEvent } from 'react'

/** Returns 1 where text runs from left to right and −1 where it runs from right to left. */
export function directionOf(element: Element): 1 | -1 {
  return getComputedStyle(element).direction === 'rtl' ? -1 : 1
}

/**
 * Returns 1 for the arrow key that points to the end of a line of text, −1 for the one that points to its
 * start, and null for every other key.
 */
export function arrowStep({ key, currentTarget }: KeyboardEvent<Element>): 1 | -1 | null {
  if (key !== 'ArrowLeft' && key !== 'ArrowRight') return null
  const isForward = (key === 'ArrowRight') === (directionOf(currentTarget) === 1)
  return isForward ? 1 : -1
}
