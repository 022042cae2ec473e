import type { Tone } from '#lib/tones.ts'
import type { FunnelState, InvoiceState, OTHER_STATE } from './status.ts'

/** The tone of each payment status. */
export const INVOICE_STATE_TONES: Record<InvoiceState, Tone> = {
  not_paid: 'wait',
  registered: 'draft',
  partially_paid: 'sent',
  paid: 'ok',
  partially_refunded: 'draft',
  refunded: 'draft',
  unknown: 'other',
  other: 'other',
}

/** The tone of each funnel status of a payment link. */
export const FUNNEL_STATE_TONES: Record<FunnelState | typeof OTHER_STATE, Tone> = {
  sent: 'sent',
  clicked: 'wait',
  expired: 'bad',
  plan: 'sent',
  partially_paid: 'wait',
  paid: 'ok',
  partially_refunded: 'draft',
  refunded: 'draft',
  other: 'other',
}
