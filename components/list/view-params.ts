import { readColumns } from '#components/table/column-layout.ts'
import type { Density } from '#components/table/use-row-window.ts'
import { defaulted, oneOf, optional, readName } from '#lib/search-params.ts'

/**
 * View parameters of a list. The URL has them beside the filters, so that a copied link opens this view. Only pages read
 * them, which refuse nothing, so they need no hints.
 */
export const viewParams = {
  row: optional(readName, ''),
  columns: optional(readColumns, ''),
  density: defaulted<Density>(oneOf(['standard', 'compact']), '', 'standard'),
}
