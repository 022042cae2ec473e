import { StatusBadge } from '#components/ui/status-badge.tsx'
import { useWords } from '#components/ui/words.tsx'
import { FUNNEL_STATES, invoiceStateGroup, invoiceStateText, OTHER_STATE } from '#lib/invoices/status.ts'
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
  if (state === null) return <StatusBadge tone="other" label={t('funnel.unknown')} />
  const group = FUNNEL_STATES.find((known) => known === state) ?? OTHER_STATE
  const label = group === OTHER_STATE ? state : t(`funnel.${group}`)
  return <StatusBadge tone={FUNNEL_STATE_TONES[group]} label={label} />
}
