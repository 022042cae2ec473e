import type { Words } from '#lib/words/words.ts'

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

/** The payment statuses of an invoice of which something is still to be paid. */
export const UNPAID_STATES: readonly InvoiceState[] = ['not_paid', 'registered', 'partially_paid']

/** Returns the name of every payment status. */
export function invoiceStateLabels(t: Words<'invoices'>): Record<InvoiceState, string> {
  return Object.fromEntries(INVOICE_STATES.map((state) => [state, t(`state.${state}`)])) as Record<
    InvoiceState,
    string
  >
}

/** Returns the name of every funnel status. */
export function funnelStateLabels(t: Words<'invoices'>): Record<FunnelState | typeof OTHER_STATE, string> {
  return Object.fromEntries(
    ([...FUNNEL_STATES, OTHER_STATE] as const).map((state) => [state, t(`funnel.${state}`)]),
  ) as Record<FunnelState | typeof OTHER_STATE, string>
}

/** Maps a mirrored payment status (any text, or null) to the group used for filters and counts. */
export function invoiceStateGroup(state: string | null): InvoiceState {
  if (state === null) return 'unknown'
  return INVOICE_STATES.find((known) => known === state) ?? OTHER_STATE
}

/** Returns the text of a payment status: its name, or an unknown status as the source writes it. */
export function invoiceStateText(state: string | null, t: Words<'invoices'>): string {
  const group = invoiceStateGroup(state)
  return group === OTHER_STATE && state !== null ? state : t(`state.${group}`)
}

/** Maps a mirrored funnel status to its group; null: the source gives none. */
export function funnelStateGroup(state: string | null): FunnelState | typeof OTHER_STATE | null {
  if (state === null) return null
  return FUNNEL_STATES.find((known) => known === state) ?? OTHER_STATE
}

/** Returns the text of a funnel status: its name, or an unknown status as the source writes it. */
export function funnelStateText(state: string | null, t: Words<'invoices'>): string {
  const group = funnelStateGroup(state)
  if (group === null || state === null) return t('funnel.unknown')
  return group === OTHER_STATE ? state : t(`funnel.${group}`)
}
