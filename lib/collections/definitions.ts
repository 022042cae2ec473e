import type { FigureName } from './figures.ts'

export type KeyFigureName = FigureName | 'rate'
export const KEY_FIGURES: readonly KeyFigureName[] = ['billed', 'collected', 'rate', 'outstanding', 'failed']
