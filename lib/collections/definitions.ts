import type { FigureName } from './figures.ts'

export type KeyFigureName = FigureName | 'rate'
export const KEY_FIGURES: readonly KeyFigureName[] = ['billed', 'collected', 'rate', 'outstanding', 'failed']

export const KEY_FIGURE_LABELS: Record<KeyFigureName, string> = {
  billed: 'Billed',
  collected: 'Collected',
  rate: 'Collection rate',
  outstanding: 'Outstanding',
  failed: 'Failed',
}

/** The definition of each figure, as the whole product uses it. */
export const KEY_FIGURE_DEFINITIONS: Record<KeyFigureName, string> = {
  billed: 'Collected + failed + in flight (sent to payment service or pending). Drafts are not billed.',
  collected:
    'Amount of billing periods in Payment complete: the face value of periods paid in full, not cash received in the range. Part payments are invisible in the source.',
  rate: 'Collected ÷ billed of the same periods and currency. Not stated unless something was billed and 0 ≤ collected ≤ billed (credits can make it otherwise); never an average of rates. Not a repayment rate and not PAR.',
  outstanding: 'Billed − collected: what failed and what is still in flight.',
  failed: 'Amount of billing periods in Payment failed.',
}

/** Whether an increase is good for the financier; null where an increase is neither good nor bad. */
export const MORE_IS_BETTER: Record<KeyFigureName, boolean | null> = {
  billed: null,
  collected: true,
  rate: true,
  outstanding: false,
  failed: false,
}
