import type { ComponentProps } from 'react'
import type { Pin } from './column.ts'

type PartProps = ComponentProps<'div'> & { is: 'table' | 'rowgroup' | 'row' | 'columnheader' | 'cell' }

/** A table part as a grid box with an ARIA role: virtual rows and column grids rule out table elements. */
export function Part({ is, ...rest }: PartProps) {
  return <div {...rest} role={is} />
}

/** Returns what makes the header or a cell of a column stay in view. */
export function pinned(pin: Pin | null) {
  return pin === null ? {} : { 'data-pin': pin.side, style: { '--pin': `${pin.offset}px` } }
}
