/** Why an amount is unknown. Rows store these texts. Kept apart from `money.ts`, whose arithmetic lists do not load. */
export const AMOUNT_ISSUES = ['missing', 'blank', 'not a number', 'too large', 'too many decimals'] as const
export type AmountIssue = (typeof AMOUNT_ISSUES)[number]
