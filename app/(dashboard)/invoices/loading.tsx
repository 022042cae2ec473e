import { INVOICE_LISTS } from '#components/invoices/config.ts'
import { ListSkeleton } from '#components/list/list-skeleton.tsx'
import { DEFAULT_SOURCE } from '#lib/invoices/fit-to-source.ts'

export default function Loading() {
  return <ListSkeleton config={INVOICE_LISTS[DEFAULT_SOURCE]} hasTabs />
}
