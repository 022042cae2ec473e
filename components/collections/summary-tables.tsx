'use client'

import type { CollectionsPlan } from '#lib/collections/collections.ts'
import { SummarySection } from './summary-section.tsx'

/** The sums of the selected days in three groupings. */
export function SummaryTables({ plan }: { plan: CollectionsPlan }) {
  return (
    <div className="mt-10 grid gap-y-10">
      <SummarySection plan={plan} by="funding_source" title="By funding source" />
      <SummarySection plan={plan} by="status" title="By status" />
      <SummarySection plan={plan} by="currency" title="By currency" />
    </div>
  )
}
