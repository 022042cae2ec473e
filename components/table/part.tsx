import type { ComponentProps } from 'react'

type PartProps = ComponentProps<'div'> & { is: 'table' | 'rowgroup' | 'row' | 'columnheader' | 'cell' }

/** A part of a table as a grid box with its role: virtual rows and column grids rule out the table elements. */
export function Part({ is, ...rest }: PartProps) {
  return <div {...rest} role={is} />
}
