import { type Format, UNKNOWN } from '#lib/format.ts'
import type { KeyFigure } from './definitions.ts'
import type { Figures } from './schema.ts'

/** A key figure at a glance, e.g. NGN 412.6 M. */
export function printShortly(name: KeyFigure, figures: Figures, format: Format): string {
  return name === 'rate' ? format.percent(figures.rate) : format.compactMoney(figures[name], figures.currency)
}

/** A key figure to its last digit; an unknown rate with its reason. */
export function printExactly(name: KeyFigure, figures: Figures, format: Format): string {
  if (name !== 'rate') return format.money(figures[name], figures.currency)
  return figures.rate === null ? `${UNKNOWN} (nothing was billed)` : format.percent(figures.rate)
}

/** A change in the unit of its figure, with its sign. */
export function printChange(name: KeyFigure, by: number, format: Format): string {
  return name === 'rate' ? format.points(by) : format.change(by)
}
