import type { Tone } from '#lib/tones.ts'
import type { BillingStatusGroup } from './status.ts'

/** The tone of each billing status, in badges and charts alike. */
export const BILLING_STATUS_TONES: Record<BillingStatusGroup, Tone> = {
  DRAFT: 'draft',
  SENT_TO_PAYMENT_SERVICE: 'sent',
  PENDING: 'wait',
  PAYMENT_COMPLETE: 'ok',
  PAYMENT_FAILED: 'bad',
  OTHER: 'other',
}
