/** A period that ended at least this many days ago and is not paid counts as unpaid. */
export const DAYS_UNTIL_UNPAID = 7

/** At most so many changes of a contract's billing periods are in its detail. */
export const MOST_CONTRACT_CHANGES = 50

/** Weeks behind, as a filter chooses them; the last one stands for all larger numbers. */
export const BEHIND = ['0', '1', '2', '3', '4+'] as const
/** The least number of weeks that the last choice stands for. */
export const MOST_BEHIND = 4

/** A contract counts as billed on a day if a billed period began in so many days up to it. */
export const DAYS_UNTIL_UNBILLED = 28
