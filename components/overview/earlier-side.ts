import type { RangeFigures } from '#lib/collections/key-figures.ts'

/** An earlier range to compare with: its figures, still loading, or not to be had. */
export type EarlierSide = RangeFigures | 'pending' | 'failed'
