import 'server-only'
import type { RowChanges } from '#lib/changes/schema.ts'
import { RequestError } from '#lib/errors.ts'
import { billingPeriodChanges } from '#lib/server/billing-periods/changes.ts'
import { billingPeriodDetail } from '#lib/server/billing-periods/detail.ts'
import { invoiceChanges } from '#lib/server/invoices/changes.ts'
import { invoiceDetail } from '#lib/server/invoices/detail.ts'
import { invoicePdfPack } from '#lib/server/invoices/pack.ts'
import { pdfPackPart } from '#lib/server/invoices/pack-part.ts'
import { invoicePdf } from '#lib/server/invoices/pdf.ts'
import { createPdfPack } from '#lib/server/invoices/pdf-packs.ts'
import { proxyUpstream } from '#lib/server/live/upstream-proxy.ts'
import { noteOf } from '#lib/server/notes/read.ts'
import type { Viewer } from '#lib/server/viewer.ts'
import { SOURCES } from '#lib/sources.ts'
import { type Asked, type ScopeAnswers, seen } from './scope-asked.ts'

const signal = new AbortController().signal

/**
 * True for the refusals that only a read which passed the scope check meets: no source is configured, and all of
 * them are paused. Rows outside the scope are a `not_found`.
 */
const isLiveRefused = (error: Error) =>
  error instanceof RequestError && ['source_off', 'source_paused'].includes(error.code)

/** Returns what the reads of one row and of changes answer to a viewer. */
export async function answersOfDetails(viewer: Viewer, asked: Asked): Promise<ScopeAnswers> {
  const others = new Set<string>()
  const history = new Set<string>()
  const since = { since: '2026-03-01T12:00:00Z', currency: [], funding_source: [] }
  const whole = { ...since, cursor: null, limit: 200 }
  const answers: ScopeAnswers = {
    changes: changeLines(await billingPeriodChanges(viewer, whole)),
    'period details': await seen(asked.periods, async (id) => {
      const detail = await billingPeriodDetail(viewer, id)
      for (const other of detail.sameContract) others.add(other.id)
      for (const entry of detail.history) {
        history.add(`${id} ${entry.status}`)
        for (const { field, from } of entry.changes) history.add(`${id} ${field} ${from}`)
      }
    }),
    'notes of periods': await seen(asked.periods, (id) =>
      noteOf(viewer, { source: 'hello-tractor', resource: 'billing-periods', id }),
    ),
    'periods of the proxy': await seen(
      asked.periods,
      (id) => proxied(viewer, `payg/lms/payment-requests/${id}`),
      isLiveRefused,
    ),
    'invoices of the proxy': await seen(
      asked.invoices['hello-tractor'],
      (id) => proxied(viewer, `payg/lms/invoices/${id}`),
      isLiveRefused,
    ),
  }
  for (const source of SOURCES) {
    const ids = asked.invoices[source]
    answers[`changes of invoices ${source}`] = changeLines(await invoiceChanges(viewer, { ...whole, source }))
    answers[`invoice details ${source}`] = await seen(ids, (id) => invoiceDetail(viewer, source, id))
    answers[`notes of invoices ${source}`] = await seen(ids, (id) =>
      noteOf(viewer, { source, resource: 'invoices', id }),
    )
    if (source === 'payment-links') continue
    const pdf = (id: string) => invoicePdf(viewer, { source, id, disposition: 'inline' }, signal)
    answers[`PDFs ${source}`] = await seen(ids, pdf, isLiveRefused)
    const packed = (id: string) => invoicePdfPack(viewer, { source, ids: [id] }, { signal })
    answers[`packed ${source}`] = await seen(ids, packed, isLiveRefused)
    const inParts = async (id: string) => {
      const pack = await createPdfPack(viewer, { source, ids: [id] })
      return pdfPackPart(viewer, {}, { id: pack.id, part: 1, signal })
    }
    answers[`packed in parts ${source}`] = await seen(ids, inParts, isLiveRefused)
  }
  return { ...answers, 'same contract': [...others].sort(), history: [...history].sort() }
}

function changeLines({ rows }: RowChanges<{ amount: string | null }>): string[] {
  return rows
    .map(({ id, kind, before, now }) => `${id} ${kind} ${before?.amount ?? null} ${now?.amount}`)
    .sort()
}

function proxied(viewer: Viewer, path: string): Promise<unknown> {
  return proxyUpstream(viewer, { source: 'hello-tractor', path }, new URLSearchParams(), signal)
}
