import { InvoicesLoading } from '#components/invoices/invoices-loading.tsx'

export default function Loading() {
  return <InvoicesLoading />
}
