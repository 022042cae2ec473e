import { useQuery } from '@tanstack/react-query'
import { DetailSection, DetailSkeleton, GoneNotice } from '#components/detail/detail-parts.tsx'
import { ExtraFields } from '#components/detail/extra-fields.tsx'
import { FieldList } from '#components/detail/field-list.tsx'
import { History } from '#components/detail/history.tsx'
import { NoteSection } from '#components/detail/note-section.tsx'
import { OriginLine } from '#components/detail/origin-line.tsx'
import { Loaded } from '#components/ui/loaded.tsx'
import { useWords } from '#components/ui/words.tsx'
import { invoiceQueries } from '#lib/invoices/queries.ts'
import type { InvoiceDetail as Detail, Invoice } from '#lib/invoices/schema.ts'
import { invoiceStateGroup, invoiceStateText } from '#lib/invoices/status.ts'
import { INVOICE_STATE_TONES } from '#lib/invoices/tones.ts'
import type { Source } from '#lib/sources.ts'
import { InvoiceFields, InvoiceHeading } from './invoice-fields.tsx'
import { PdfSection } from './pdf-section.tsx'

type InvoiceDetailProps = {
  source: Source
  id: string
  /** The row from the list, shown until the detail has loaded. */
  row: Invoice | undefined
}

/** One invoice in full, with its PDF if the source has one. */
export function InvoiceDetail({ source, id, row }: InvoiceDetailProps) {
  const t = useWords('invoices')
  const query = useQuery(invoiceQueries.detail(source, id))
  const { data } = query
  const invoice = data?.invoice ?? row
  return (
    <>
      {invoice ? (
        <>
          <InvoiceHeading invoice={invoice} />
          <GoneNotice list="invoices" goneAt={data?.goneAt} />
          <FieldList>
            <InvoiceFields invoice={invoice} />
            {data ? <ExtraFields fields={data.extra} /> : null}
          </FieldList>
          <PdfSection invoice={invoice} />
          <NoteSection row={{ source, resource: 'invoices', id }} fundingSource={invoice.fundingSource} />
        </>
      ) : null}
      <Loaded query={query} failure={t('detail.failed')} pending={<DetailSkeleton />}>
        {(detail) => <More detail={detail} />}
      </Loaded>
    </>
  )
}

function More({ detail }: { detail: Detail }) {
  const t = useWords('invoices')
  return (
    <>
      {detail.history.some(({ status, changes }) => status !== null || changes.length > 0) ? (
        <DetailSection title={t('detail.history')}>
          <History
            entries={detail.history}
            draw={(state) => ({
              label: invoiceStateText(state, t),
              tone: INVOICE_STATE_TONES[invoiceStateGroup(state)],
            })}
          />
        </DetailSection>
      ) : null}
      <OriginLine {...detail} source={detail.invoice.source} />
    </>
  )
}
