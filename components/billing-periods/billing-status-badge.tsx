import { StatusBadge } from '#components/ui/status-badge.tsx'
import {
  BILLING_STATUS_LABELS,
  BILLING_STATUS_MEANINGS,
  BILLING_STATUS_SHORT_LABELS,
  billingStatusGroup,
} from '#lib/billing-periods/status.ts'
import { BILLING_STATUS_TONES } from '#lib/billing-periods/tones.ts'

type BillingStatusBadgeProps = { status: string | null; isLong?: boolean }

/** Badge of a billing status. An unknown status keeps its own text. */
export function BillingStatusBadge({ status, isLong = false }: BillingStatusBadgeProps) {
  const group = billingStatusGroup(status)
  const known = isLong ? BILLING_STATUS_LABELS[group] : BILLING_STATUS_SHORT_LABELS[group]
  return (
    <StatusBadge
      tone={BILLING_STATUS_TONES[group]}
      label={group === 'OTHER' ? (status ?? 'No status') : known}
      title={`${group === 'OTHER' ? (status ?? 'No status') : BILLING_STATUS_LABELS[group]}. ${BILLING_STATUS_MEANINGS[group]}`}
    />
  )
}
