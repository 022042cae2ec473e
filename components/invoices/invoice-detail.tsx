'use client'

import { useQuery } from '@tanstack/react-query'
import {
  DetailSection,
  DetailSkeleton,
  ExtraFields,
  FieldList,
  History,
  OriginLine,
} from '#components/detail/detail-parts.tsx'
import { ErrorState } from '#components/ui/error-state.tsx'
import { useFormat } from '#components/ui/reader.tsx'
import { invoiceQueries } from '#lib/invoices/queries.ts'
import type { InvoiceDetail as Detail, Invoice } from '#lib/invoices/schema.ts'
import { INVOICE_STATE_LABELS, invoiceStateGroup, OTHER_STATE } from '#lib/invoices/status.ts'
import { INVOICE_STATE_TONES } from '#lib/invoices/tones.ts'
import type { Source } from '#lib/sources.ts'
import { InvoiceFields } from './invoice-fields.tsx'
import { InvoiceHeading } from './invoice-heading.tsx'
import { PdfSection } from './pdf-section.tsx'

type InvoiceDetailProps = {
  source: Source
  id: string
  /** The row from the list, shown until the detail has loaded. */
  row: Invoice | undefined
}

/** One invoice in full, with its PDF if the source has one. */
export function InvoiceDetail({ source, id, row }: InvoiceDetailProps) {
  const { data, error, isError, refetch, isFetching } = useQuery(invoiceQueries.detail(source, id))
  const invoice = data?.invoice ?? row
  return (
    <>
      {invoice ? (
        <>
          <InvoiceHeading invoice={invoice} />
          <GoneNotice detail={data} />
          <FieldList>
            <InvoiceFields invoice={invoice} />
            {data ? <ExtraFields fields={data.extra} /> : null}
          </FieldList>
          <PdfSection invoice={invoice} />
        </>
      ) : null}
      {data ? <More detail={data} /> : null}
      {!data && isError ? (
        <ErrorState
          what="This invoice could not be loaded"
          error={error}
          onRetry={() => void refetch()}
          isRetrying={isFetching}
        />
      ) : null}
      {!data && !isError ? <DetailSkeleton /> : null}
    </>
  )
}

function GoneNotice({ detail }: { detail: Detail | undefined }) {
  const format = useFormat()
  if (!detail?.goneAt) return null
  return (
    <p className="mt-3 rounded-md bg-wait-soft px-3 py-2 text-wait">
      The source no longer lists this invoice, since {format.instant(detail.goneAt)}.
    </p>
  )
}

function More({ detail }: { detail: Detail }) {
  return (
    <>
      {detail.history.some((entry) => entry.status !== null) ? (
        <DetailSection title="Observed history">
          <History
            entries={detail.history}
            draw={(state) => {
              const group = invoiceStateGroup(state)
              const label = group === OTHER_STATE && state !== null ? state : INVOICE_STATE_LABELS[group]
              return { label, tone: INVOICE_STATE_TONES[group] }
            }}
          />
        </DetailSection>
      ) : null}
      <OriginLine {...detail} />
    </>
  )
}
