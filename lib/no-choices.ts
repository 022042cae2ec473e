// Choices of filters that select billing periods without a value. A file of its own keeps pages small.

/** Selects billing periods without a contract. */
export const NO_CONTRACT_CHOICE = '(no contract)'
/** Selects billing periods without a currency. */
export const NO_CURRENCY_CHOICE = '(no currency)'
