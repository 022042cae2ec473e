import type { ComponentProps } from 'react'

type PartProps = ComponentProps<'div'> & { is: 'table' | 'rowgroup' | 'row' | 'columnheader' | 'cell' }

/** A table part as a grid box with an ARIA role: virtual rows and column grids rule out table elements. */
export function Part({ is, ...rest }: PartProps) {
  return <div {...rest} role={is} />
}
