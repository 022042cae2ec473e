/** Payment statuses of payment links, as the source writes them. */
export const PAYMENT_LINK_STATES = [
  'not_paid',
  'registered',
  'partially_paid',
  'paid',
  'partially_refunded',
  'refunded',
] as const

/** Funnel statuses of payment links: how far sending and paying has progressed. */
export const FUNNEL_STATES = [
  'sent',
  'clicked',
  'expired',
  'plan',
  'partially_paid',
  'paid',
  'partially_refunded',
  'refunded',
] as const
export type FunnelState = (typeof FUNNEL_STATES)[number]

/** Stands for every status outside the vocabulary in filters. */
export const OTHER_STATE = 'other'

export const INVOICE_STATES = [...PAYMENT_LINK_STATES, 'unknown', OTHER_STATE] as const
export type InvoiceState = (typeof INVOICE_STATES)[number]

export const INVOICE_STATE_LABELS: Record<InvoiceState, string> = {
  not_paid: 'Not paid',
  registered: 'Registered',
  partially_paid: 'Partially paid',
  paid: 'Paid',
  partially_refunded: 'Partially refunded',
  refunded: 'Refunded',
  unknown: 'Unknown',
  other: 'Other',
}

export const FUNNEL_STATE_LABELS: Record<FunnelState | typeof OTHER_STATE, string> = {
  sent: 'Sent',
  clicked: 'Clicked',
  expired: 'Expired',
  plan: 'Plan',
  partially_paid: 'Partially paid',
  paid: 'Paid',
  partially_refunded: 'Partially refunded',
  refunded: 'Refunded',
  other: 'Other',
}

/** Maps a mirrored payment status (any text, or null) to the group used for filters and counts. */
export function invoiceStateGroup(state: string | null): InvoiceState {
  if (state === null) return 'unknown'
  return INVOICE_STATES.find((known) => known === state) ?? OTHER_STATE
}
