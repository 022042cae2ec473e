import type { CSSProperties } from 'react'
import type { AgeCell } from '#lib/collections/triangle-schema.ts'
import { UNKNOWN } from '#lib/format.ts'

/** How much of the accent a full share is tinted with, in percent; text stays readable on it. */
const MOST_TINT = 28

const HATCH = {
  uncertain: 'repeating-linear-gradient(135deg, var(--edge) 0 1px, transparent 1px 5px)',
  not_read_since: 'radial-gradient(circle at center, var(--edge) 1px, transparent 1.5px) 0 0 / 6px 6px',
}

/** The background of a cell: a tint by its share, with a pattern where it is uncertain. */
export function cellStyle({ state, share }: Pick<AgeCell, 'state' | 'share'>): CSSProperties {
  const tint = Math.round((share ?? 0) * MOST_TINT)
  const color = `color-mix(in oklab, var(--accent) ${tint}%, transparent)`
  const hatch = state === 'uncertain' || state === 'not_read_since' ? HATCH[state] : null
  return hatch === null ? { backgroundColor: color } : { background: `${hatch}, ${color}` }
}

/** The outline of a cell whose age lasts. */
export const RUNNING_CLASS = 'outline-1 outline-soft -outline-offset-2 outline-dashed'

/** A sample of how a state is drawn, for the legend. */
export function AgeMark({ state }: Pick<AgeCell, 'state'>) {
  const isUnknown = state === 'not_observed'
  return (
    <span
      aria-hidden="true"
      style={cellStyle({ state, share: isUnknown ? null : 0.5 })}
      className={`inline-block h-4 w-7 text-center text-faint leading-4 ${state === 'running' ? RUNNING_CLASS : ''}`}
    >
      {isUnknown ? UNKNOWN : null}
    </span>
  )
}
