/** Texts of the page that says what figures mean, and what Furrow does not calculate. */
export const definitions = {
  title: 'What the figures mean',
  collections: 'Collections',
  intro:
    'Every figure is calculated from billing periods, for each currency on its own. Amounts of several currencies are never added up.',

  'term.billed': 'Billed',
  'means.billed':
    'All billing periods with a known status except drafts: collected, failed, pending and sent for payment.',
  'term.collected': 'Collected',
  'means.collected':
    'Billing periods that are paid in full, at face value. The source doesn’t report part payments, nor the day on which money arrived.',
  'term.outstanding': 'Outstanding',
  'means.outstanding': 'Billed − collected: failed, pending and sent for payment.',
  'term.failed': 'Failed',
  'means.failed': 'Billing periods whose payment was refused. It is compared as a share of billed.',
  'term.rate': 'Collection rate',
  'means.rate':
    'Collected ÷ billed of the same billing periods. Two figures are the rate so far, and the rate if everything that is pending is paid, and every failed period that ended less than 28 days ago. One figure means that they are within half a percentage point.',
  'term.change': 'Change of a rate',
  'means.change':
    'Named only if it is at least one percentage point, and larger than chance explains (95% interval, by contract). Weeks are compared at the same age, or once they are old enough. With fewer than ten contracts nothing is named.',
  'term.excluded': 'Excluded',
  'means.excluded':
    'Billing periods without a valid amount, currency or status. They are counted beside the figure, and not guessed.',
  'term.unpaid': 'Unpaid period',
  'means.unpaid':
    'A billing period that ended at least 7 days ago and is not paid in full. Drafts don’t count.',
  'term.behind': 'Weeks behind',
  'means.behind': 'How many of a contract’s latest billing weeks in a row have an unpaid period.',
  'term.age': 'Unpaid by age',
  'means.age': 'Outstanding amounts by the days since their billing period ended.',
  'term.target': 'Target',
  'means.target':
    'The lowest collection rate over 13 whole weeks that an admin set for a funding source and currency. A rate is below it only if it stays below even when everything that is pending, and every failed period that ended less than 28 days ago, is paid.',
  'term.season': 'Season',
  'means.season':
    'Months that an admin set for a funding source. A week belongs to the season in which its Sunday lies. Furrow assumes no season.',
  'term.headroom': 'Headroom',
  'means.headroom':
    'Percentage points between a rate and its target. Two figures are the headroom so far, and the one if everything that may still arrive is paid.',

  'not.title': 'What Furrow doesn’t calculate',
  'not.intro':
    'These figures need data that the sources don’t have. Furrow doesn’t estimate them, and doesn’t use their names for anything else.',
  'not.missing': 'Missing:',
  'not.par': 'Portfolio at risk (PAR)',
  'missing.par': 'The balance that each contract still owes, and the dates on which payments were due.',
  'not.past-due': 'Days past due',
  'missing.past-due': 'The due date of a billing period. The source has only its first and last day.',
  'not.repayment': 'Repayment rate',
  'missing.repayment': 'The repayment schedule of a contract, and the amounts paid with their dates.',
  'not.write-off': 'Write-offs',
  'missing.write-off': 'A status or date that says that an amount is given up.',
  'not.borrowing': 'Borrowing base',
  'missing.borrowing':
    'The balance of each contract, and the terms of the facility: which contracts count, and at what share.',
} as const
