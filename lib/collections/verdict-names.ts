/** Shares of billed that are compared between two ranges. */
export const COMPARED = ['rate', 'failed'] as const
export type Compared = (typeof COMPARED)[number]

/** Why two ranges are not compared. */
export const NO_COMPARISON = [
  'incomplete_now',
  'incomplete_before',
  'left_out_now',
  'left_out_before',
  'no_rate_now',
  'no_rate_before',
  'too_recent',
  'too_slow',
] as const
export type NoComparison = (typeof NO_COMPARISON)[number]

export const VERDICTS = ['up', 'down', 'no_clear_change', 'too_few_contracts', 'not_comparable'] as const
export type VerdictName = (typeof VERDICTS)[number]

/** How two ranges are made comparable: by what each had at the same age, or by all that either can still be. */
export const RULES = ['equal_age', 'interval'] as const
export type Rule = (typeof RULES)[number]
