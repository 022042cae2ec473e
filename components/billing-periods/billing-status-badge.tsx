import { StatusBadge } from '#components/ui/status-badge.tsx'
import { useWords } from '#components/ui/words.tsx'
import { billingStatusGroup, billingStatusText, OTHER_STATUS } from '#lib/billing-periods/status.ts'
import { BILLING_STATUS_TONES } from '#lib/billing-periods/tones.ts'

type BillingStatusBadgeProps = { status: string | null; isLong?: boolean }

/** Badge of a billing status. An unknown status keeps its own text. */
export function BillingStatusBadge({ status, isLong = false }: BillingStatusBadgeProps) {
  const t = useWords('statuses')
  const group = billingStatusGroup(status)
  const name = billingStatusText(status, t)
  return (
    <StatusBadge
      tone={BILLING_STATUS_TONES[group]}
      label={isLong || group === OTHER_STATUS ? name : t(`short.${group}`)}
      title={`${name}. ${t(`meaning.${group}`)}`}
    />
  )
}
