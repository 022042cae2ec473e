import { readColumns } from '#components/table/column-layout.ts'
import type { Density } from '#components/table/use-row-window.ts'
import { defaulted, oneOf, optional, readName } from '#lib/search-params.ts'

/** View parameters of a list. The URL has them beside the filters, so that a copied link opens this view. */
export const viewParams = {
  row: optional(readName, 'the id of a row'),
  columns: optional(readColumns, 'names of columns, each with or without a width'),
  density: defaulted<Density>(oneOf(['standard', 'compact']), 'standard or compact', 'standard'),
}
