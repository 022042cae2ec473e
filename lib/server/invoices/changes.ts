import 'server-only'
import type { InvoiceChangeFilters } from '#lib/invoices/change-filters.ts'
import { type InvoiceChanges, type InvoiceValues, invoiceChangeSchema } from '#lib/invoices/changes-schema.ts'
import { type ChangedList, type ChangesQuery, rowChanges } from '#lib/server/lists/row-changes.ts'
import type { Viewer } from '#lib/server/viewer.ts'
import type { Source } from '#lib/sources.ts'
import { refuseFilters, requireSource } from './checked-filters.ts'

const invoicesOf = (source: Source): ChangedList<InvoiceValues> => ({
  list: { source, resource: 'invoices' },
  table: 'invoice',
  values: {
    number: 'number',
    customer: 'customer',
    issuedOn: 'issued_on',
    dueOn: 'due_on',
    state: 'state',
    funnelState: 'funnel_state',
    currency: 'currency',
    amount: 'amount',
    paidAmount: 'paid_amount',
    fundingSource: 'funding_source',
  },
  schema: invoiceChangeSchema,
})

/**
 * Lists the invoices of one source that differ between an instant and now.
 * @throws {RequestError} 400 as `rowChanges`, without a source, and for a filter that the source lacks
 */
export async function invoiceChanges(
  viewer: Viewer,
  { source: asked, ...query }: ChangesQuery & InvoiceChangeFilters,
): Promise<InvoiceChanges> {
  const source = requireSource(asked)
  const { currency, funding_source } = query
  refuseFilters(
    source,
    Object.entries({ currency, funding_source }).flatMap(([name, values]) =>
      values.length > 0 ? [name] : [],
    ),
  )
  return rowChanges(viewer, invoicesOf(source), query)
}
