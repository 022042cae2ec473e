import type { FigureName } from './figures.ts'

export type KeyFigureName = FigureName | 'rate'
export const KEY_FIGURES: readonly KeyFigureName[] = ['billed', 'collected', 'rate', 'outstanding', 'failed']

/** Whether an increase is good for the financier; null where an increase is neither good nor bad. */
export const MORE_IS_BETTER: Record<KeyFigureName, boolean | null> = {
  billed: null,
  collected: true,
  rate: true,
  outstanding: false,
  failed: false,
}
