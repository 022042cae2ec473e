'use client'

import { DayCell } from '#components/table/cells.tsx'
import { useFormat } from '#components/ui/reader.tsx'
import type { BillingPeriod } from '#lib/billing-periods/schema.ts'
import { REASONS } from './copy.ts'

/** The days of a period. A period beyond its week says so on hover. */
export function PeriodCell({ period }: { period: BillingPeriod }) {
  const format = useFormat()
  if (period.startDate === null && period.endDate === null)
    return <DayCell day={null} unknown={REASONS.day} />
  return (
    <span title={period.isLongPeriod ? REASONS.longPeriod : undefined}>
      {format.dayRange(period.startDate, period.endDate)}
    </span>
  )
}
