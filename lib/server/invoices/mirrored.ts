import 'server-only'
import { sql } from 'drizzle-orm'
import { invoiceSchema } from '#lib/invoices/schema.ts'
import { type HistoryEntry, instantSchema } from '#lib/schema.ts'
import { readSnapshot } from '#lib/server/db/client.ts'
import { instantText } from '#lib/server/db/instant-text.ts'
import { parsedRows } from '#lib/server/db/parsed-rows.ts'
import { lastReadAt, rawSchema } from '#lib/server/lists/mirrored-row.ts'
import { allOf, inScope } from '#lib/server/lists/predicates.ts'
import { readHistory } from '#lib/server/lists/row-history.ts'
import type { RawRecord } from '#lib/server/upstream/contract.ts'
import type { Viewer } from '#lib/server/viewer.ts'
import type { Source } from '#lib/sources.ts'
import { type InvoiceRow, invoiceColumns } from './query.ts'

const mirroredSchema = invoiceSchema.omit({ hasPdf: true, note: true }).extend({
  raw: rawSchema,
  goneAt: instantSchema.nullable(),
  asOf: instantSchema,
})

export type MirroredInvoice = {
  row: InvoiceRow
  raw: RawRecord
  goneAt: string | null
  /** When the row was last known to be in this form. */
  asOf: string
  history: HistoryEntry[]
}

/**
 * Reads the mirrored row of an invoice, even if the row is gone. Null for unknown ids and for rows outside
 * the viewer's scope alike.
 */
export async function readMirroredInvoice(
  viewer: Viewer,
  source: Source,
  id: string,
): Promise<MirroredInvoice | null> {
  const day = source === 'payment-links' ? sql`processed_on` : sql`issued_on`
  const where = allOf([sql`source = ${source}`, sql`id = ${id}`, inScope(viewer, sql`funding_source`)])
  return readSnapshot(viewer, async ({ tx }) => {
    const [found] = await parsedRows(
      tx,
      sql`select ${invoiceColumns}, raw, ${instantText(sql`gone_at`)} as "goneAt",
          ${lastReadAt(source, 'invoices', day)} as "asOf"
        from invoice where ${where}`,
      mirroredSchema,
    )
    if (!found) return null
    const { raw, goneAt, asOf, ...row } = found
    const history = await readHistory(tx, viewer, { source, resource: 'invoices', id })
    return { row, raw, goneAt, asOf, history }
  })
}
