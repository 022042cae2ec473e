import type { ReactNode } from 'react'

/** The part of a text that only screen readers say. */
export function srOnly(inside: readonly ReactNode[]): ReactNode {
  return (
    <span key="sr" className="sr-only">
      {inside}
    </span>
  )
}
