/** The choice of a filter by contract that selects billing periods without one. A file of its own keeps pages small. */
export const NO_CONTRACT_CHOICE = '(no contract)'
