'use client'

import { ListSkeleton } from '#components/query/list-skeleton.tsx'
import { BILLING_PERIOD_LIST } from './config.ts'

/** The list of billing periods on its way. */
export function BillingPeriodsLoading() {
  return <ListSkeleton config={BILLING_PERIOD_LIST} />
}
