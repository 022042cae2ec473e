import { DayCell } from '#components/table/cells.tsx'
import { useFormat } from '#components/ui/reader.tsx'
import { useWords } from '#components/ui/words.tsx'
import type { BillingPeriod } from '#lib/billing-periods/schema.ts'

/** The days of a period. A period beyond its week says so on hover. */
export function PeriodCell({ period }: { period: BillingPeriod }) {
  const format = useFormat()
  const t = useWords('billing-periods')
  if (period.startDate === null && period.endDate === null)
    return <DayCell day={null} unknown={t('missing.day')} />
  return (
    <span title={period.isLongPeriod ? t('hint.long') : undefined}>
      {format.dayRange(period.startDate, period.endDate)}
    </span>
  )
}
