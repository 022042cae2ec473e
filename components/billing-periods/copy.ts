/** Reasons why a field of a billing period is not shown. */
export const REASONS = {
  contract: 'No contract name',
  day: 'The source gives no readable day',
  longPeriod: 'Reaches beyond the week it starts in; counted whole in that week',
}
