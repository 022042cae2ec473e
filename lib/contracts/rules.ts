/** A period that ended at least this many days ago and is not paid counts as unpaid. */
export const DAYS_UNTIL_UNPAID = 7
