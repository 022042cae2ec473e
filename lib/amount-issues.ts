/** Why an amount is unknown. Rows store these texts. In a file of its own, without the arithmetic of `money.ts`. */
export const AMOUNT_ISSUES = ['missing', 'blank', 'not a number', 'too large', 'too many decimals'] as const
export type AmountIssue = (typeof AMOUNT_ISSUES)[number]
