import 'server-only'
import { notFound } from '#lib/errors.ts'
import { hasPdfs } from '#lib/invoices/pack.ts'
import type { Invoice, InvoiceDetail } from '#lib/invoices/schema.ts'
import type { Fallback } from '#lib/schema.ts'
import { extraFields } from '#lib/server/lists/extra-fields.ts'
import { upstreams } from '#lib/server/live/connected.ts'
import { fallbackOf, isPlausibleId, type LiveReading, readLive } from '#lib/server/live/read-live.ts'
import type { InvoiceRecord, RawRecord } from '#lib/server/upstream/contract.ts'
import { maySee, type Viewer } from '#lib/server/viewer.ts'
import { sourceName } from '#lib/server/words/names.ts'
import type { Source } from '#lib/sources.ts'
import { type MirroredInvoice, readMirroredInvoice } from './mirrored.ts'
import { type InvoiceRow, toInvoice } from './query.ts'

const WHAT = 'invoice'

/**
 * Reads one invoice live, or from the mirror with the reason. Payment links have no call for a single
 * invoice, so theirs always comes from the mirror.
 * @throws {RequestError} 404 for unknown ids and for rows outside the viewer's scope alike
 * @throws {UpstreamError} when the invoice is not mirrored and the source fails
 */
export async function invoiceDetail(
  viewer: Viewer,
  source: Source,
  id: string,
  signal?: AbortSignal,
): Promise<InvoiceDetail> {
  const mirrored = await readMirroredInvoice(viewer, source, id)
  if (!mirrored && (viewer.fundingSources !== 'all' || !isPlausibleId(id))) throw notFound(WHAT)
  const live = await readNow(viewer, source, id, signal)
  if (live?.value) {
    const invoice = merge(live.value, mirrored?.row ?? null)
    if (!maySee(viewer, invoice.fundingSource)) throw notFound(WHAT)
    const asOf = new Date().toISOString()
    const origin = { origin: 'live' as const, asOf, fallback: null, fallbackReason: null }
    return assemble(viewer, { ...origin, invoice }, live.value.raw, mirrored)
  }
  if (!mirrored) throw live && live.failure.code !== 'not_found' ? live.failure : notFound(WHAT)
  const why = live ? fallbackOf(live, WHAT) : withoutLive(source)
  const origin = { origin: 'mirror' as const, asOf: mirrored.asOf, ...why }
  return assemble(viewer, { ...origin, invoice: toInvoice(mirrored.row) }, mirrored.raw, mirrored)
}

/** Returns null if the source is off or has no call for a single invoice. */
async function readNow(
  viewer: Viewer,
  source: Source,
  id: string,
  signal?: AbortSignal,
): Promise<LiveReading<InvoiceRecord> | null> {
  const { helloTractor, clientInvoices } = upstreams()
  switch (source) {
    case 'hello-tractor':
      return (
        helloTractor &&
        readLive(viewer, source, signal, async (options) => (await helloTractor.invoice(id, options)).record)
      )
    case 'client-invoices':
      return (
        clientInvoices && readLive(viewer, source, signal, (options) => clientInvoices.invoice(id, options))
      )
    case 'payment-links':
      return null
  }
}

function withoutLive(source: Source): { fallback: Fallback; fallbackReason: string } {
  if (source !== 'payment-links') {
    return { fallback: 'source_off', fallbackReason: `${sourceName(source)} is not connected.` }
  }
  const fallbackReason =
    'Payment links cannot be asked for one invoice. This is how the latest report listed it.'
  return { fallback: 'no_single_invoice', fallbackReason }
}

/**
 * Takes the source's current fields from the record, and what only the mirror knows (attribution, sightings)
 * from the row.
 */
function merge(record: InvoiceRecord, row: InvoiceRow | null): Invoice {
  const now = new Date().toISOString()
  const { raw: _, sourceUpdatedAt: __, ...fields } = record
  return {
    ...fields,
    hasPdf: hasPdfs(record.source),
    currency: record.currency ?? row?.currency ?? null,
    fundingSource: record.fundingSource ?? row?.fundingSource ?? null,
    assignment: record.fundingSource !== null ? 'row' : (row?.assignment ?? 'unassigned'),
    processedOn: row?.processedOn ?? null,
    firstSeenAt: row?.firstSeenAt ?? now,
    changedAt: row?.changedAt ?? now,
  }
}

type Origin = Pick<InvoiceDetail, 'origin' | 'asOf' | 'fallback' | 'fallbackReason' | 'invoice'>

function assemble(
  viewer: Viewer,
  origin: Origin,
  raw: RawRecord,
  mirrored: MirroredInvoice | null,
): InvoiceDetail {
  return {
    ...origin,
    goneAt: mirrored?.goneAt ?? null,
    extra: extraFields(origin.invoice.source, 'invoices', raw, viewer),
    history: mirrored?.history ?? [],
  }
}
