'use client'

import { ListSkeleton } from '#components/query/list-skeleton.tsx'
import { DEFAULT_SOURCE } from '#lib/invoices/fit-to-source.ts'
import { INVOICE_LISTS } from './config.ts'

/** The invoices on their way. */
export function InvoicesLoading() {
  return <ListSkeleton config={INVOICE_LISTS[DEFAULT_SOURCE]} hasTabs />
}
