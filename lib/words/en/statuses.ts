/** The statuses of billing periods: names, short names for dense rows, and meanings. */
export const statuses = {
  none: 'No status',
  'name.DRAFT': 'Draft',
  'name.SENT_TO_PAYMENT_SERVICE': 'Sent to payment service',
  'name.PENDING': 'Pending',
  'name.PAYMENT_COMPLETE': 'Payment complete',
  'name.PAYMENT_FAILED': 'Payment failed',
  'name.OTHER': 'Other status',
  'short.DRAFT': 'Draft',
  'short.SENT_TO_PAYMENT_SERVICE': 'Sent',
  'short.PENDING': 'Pending',
  'short.PAYMENT_COMPLETE': 'Complete',
  'short.PAYMENT_FAILED': 'Failed',
  'short.OTHER': 'Other',
  'meaning.DRAFT': 'Created, not yet sent. Not part of billed.',
  'meaning.SENT_TO_PAYMENT_SERVICE': 'Dispatched for collection.',
  'meaning.PENDING': 'Awaiting confirmation.',
  'meaning.PAYMENT_COMPLETE': 'Paid in full.',
  'meaning.PAYMENT_FAILED': 'Collection failed.',
  'meaning.OTHER':
    'A status Furrow does not know. Shown as the source wrote it and left out of every figure.',
} as const
