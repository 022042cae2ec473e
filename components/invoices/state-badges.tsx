import { StatusBadge } from '#components/ui/status-badge.tsx'
import { useWords } from '#components/ui/words.tsx'
import {
  funnelStateGroup,
  funnelStateText,
  invoiceStateGroup,
  invoiceStateText,
} from '#lib/invoices/status.ts'
import { FUNNEL_STATE_TONES, INVOICE_STATE_TONES } from '#lib/invoices/tones.ts'

/** Badge of the payment status. An unknown status keeps its own text. */
export function InvoiceStateBadge({ state }: { state: string | null }) {
  const t = useWords('invoices')
  return (
    <StatusBadge tone={INVOICE_STATE_TONES[invoiceStateGroup(state)]} label={invoiceStateText(state, t)} />
  )
}

/** Badge of a payment link's funnel status. An unknown status keeps its own text. */
export function FunnelStateBadge({ state }: { state: string | null }) {
  const t = useWords('invoices')
  const group = funnelStateGroup(state)
  const tone = group === null ? 'other' : FUNNEL_STATE_TONES[group]
  return <StatusBadge tone={tone} label={funnelStateText(state, t)} />
}
