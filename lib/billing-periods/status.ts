import type { Words } from '#lib/words/words.ts'

/** The upstream's billing period statuses, in the order of a period's life. */
export const BILLING_STATUSES = [
  'DRAFT',
  'SENT_TO_PAYMENT_SERVICE',
  'PENDING',
  'PAYMENT_COMPLETE',
  'PAYMENT_FAILED',
] as const
export type BillingStatus = (typeof BILLING_STATUSES)[number]

/** Stands for every status outside the vocabulary, and for a missing one, in filters and figures. */
export const OTHER_STATUS = 'OTHER'
export type BillingStatusGroup = BillingStatus | typeof OTHER_STATUS
export const BILLING_STATUS_GROUPS: readonly BillingStatusGroup[] = [...BILLING_STATUSES, OTHER_STATUS]

/** The part that a status plays in the collection figures. */
export type CollectionRole = 'draft' | 'in_flight' | 'collected' | 'failed' | 'other'
export const COLLECTION_ROLES: Record<BillingStatusGroup, CollectionRole> = {
  DRAFT: 'draft',
  SENT_TO_PAYMENT_SERVICE: 'in_flight',
  PENDING: 'in_flight',
  PAYMENT_COMPLETE: 'collected',
  PAYMENT_FAILED: 'failed',
  OTHER: 'other',
}

/** Maps a mirrored status (any text, or null) to the group in which figures count the period. */
export function billingStatusGroup(status: string | null): BillingStatusGroup {
  return BILLING_STATUSES.find((known) => known === status) ?? OTHER_STATUS
}

/** Returns the name of every status. */
export function billingStatusLabels(t: Words<'statuses'>): Record<BillingStatusGroup, string> {
  return Object.fromEntries(BILLING_STATUS_GROUPS.map((group) => [group, t(`name.${group}`)])) as Record<
    BillingStatusGroup,
    string
  >
}

/** Returns the text of a status: its name, or an unknown status as the source writes it. */
export function billingStatusText(status: string | null, t: Words<'statuses'>): string {
  const group = billingStatusGroup(status)
  if (group !== OTHER_STATUS) return t(`name.${group}`)
  return status ?? t('none')
}

/**
 * Normalises an upstream status name: ignores case and accepts spaces or hyphens for underscores.
 * @returns a known status; the trimmed text for an unknown name; null for a blank one.
 */
export function readBillingStatus(text: string): string | null {
  const trimmed = text.trim()
  if (trimmed === '') return null
  const name = trimmed.toUpperCase().replace(/[\s-]+/g, '_')
  return BILLING_STATUSES.find((known) => known === name) ?? trimmed
}
