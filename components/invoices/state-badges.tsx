import { StatusBadge } from '#components/ui/status-badge.tsx'
import {
  FUNNEL_STATE_LABELS,
  FUNNEL_STATES,
  INVOICE_STATE_LABELS,
  invoiceStateGroup,
  OTHER_STATE,
} from '#lib/invoices/status.ts'
import { FUNNEL_STATE_TONES, INVOICE_STATE_TONES } from '#lib/invoices/tones.ts'

/** Badge of the payment status. An unknown status keeps its own text. */
export function InvoiceStateBadge({ state }: { state: string | null }) {
  const group = invoiceStateGroup(state)
  const label = group === OTHER_STATE && state !== null ? state : INVOICE_STATE_LABELS[group]
  return <StatusBadge tone={INVOICE_STATE_TONES[group]} label={label} />
}

/** Badge of a payment link's funnel status. An unknown status keeps its own text. */
export function FunnelStateBadge({ state }: { state: string | null }) {
  if (state === null) return <StatusBadge tone="other" label="Unknown" />
  const group = FUNNEL_STATES.find((known) => known === state) ?? OTHER_STATE
  const label = group === OTHER_STATE ? state : FUNNEL_STATE_LABELS[group]
  return <StatusBadge tone={FUNNEL_STATE_TONES[group]} label={label} />
}
