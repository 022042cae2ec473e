/** A period that ended at least this many days ago and is not paid counts as unpaid. */
export const DAYS_UNTIL_UNPAID = 7

/** At most so many changes of a contract's billing periods are in its detail. */
export const MOST_CONTRACT_CHANGES = 50
