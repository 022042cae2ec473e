// Filter choices that select billing periods without a value. Kept apart, so that pages load nothing else.

/** Selects billing periods without a contract. */
export const NO_CONTRACT_CHOICE = '(no contract)'
/** Selects billing periods without a currency. */
export const NO_CURRENCY_CHOICE = '(no currency)'
