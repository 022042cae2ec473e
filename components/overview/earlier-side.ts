import type { RangeFigures } from '#lib/collections/key-figures.ts'

/** An earlier range to compare with: its figures, loading, or failed. */
export type EarlierSide = RangeFigures | 'pending' | 'failed'
