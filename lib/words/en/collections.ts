/** Texts of the collections page. */
export const collections = {
  title: 'Collections',
  failed: 'Collections couldn’t be loaded',
  'weekly.loading': 'Loading weekly billing',
  'weekly.failed': 'Weekly billing couldn’t be loaded',
  'weekly.by-status': '{currency}: weekly billing by payment status',
  'weekly.by-funding-source': '{currency}: weekly billing by funding source',
  'weekly.others': '{count, number} others',
  'undrawn.funding-sources':
    '{count, plural, one {# more funding source is} other {# more funding sources are}} not in the chart. To see more, choose them in the filter Funding source.',
  'undrawn.currencies':
    '{count, plural, one {# more currency has} other {# more currencies have}} no chart here. To see more, choose them in the filter Currency.',

  'divide.label': 'Split bars by',
  'divide.status': 'Status',
  'divide.funding_source': 'Funding source',
  'divide.currency': 'Currency',
  'divide.currency-hint': 'One chart per currency: amounts in different currencies are never added up',

  'by.funding_source': 'By funding source',
  'by.status': 'By status',
  'by.currency': 'By currency',
  'csv.funding_source': 'Collections by funding source',
  'csv.status': 'Collections by status',
  'csv.currency': 'Collections by currency',
  'summary.failed': 'This table couldn’t be loaded',
  'summary.unread': 'These dates haven’t synced yet.',
  'summary.none': 'No billing periods start in this date range.',

  'column.funding-source': 'Funding source',
  'column.currency': 'Currency',
  'column.periods': 'Periods',
  'column.billed': 'Billed',
  'column.collected': 'Collected',
  'column.outstanding': 'Outstanding',
  'column.failed': 'Failed',
  'column.rate': 'Rate',
  'column.status': 'Status',
  'column.part': 'Counts as billed',
  'row.yes': 'Yes',
  'row.no': 'No',
  'row.none': 'none',
  'row.periods': '{count, plural, one {# period} other {# periods}}',
  'row.unassigned': 'Unassigned',
  'row.no-currency': 'Unknown currency',
  'row.never-added': 'Amounts without a currency can’t be added up',
  'row.unknown':
    '{count, plural, one {# period without an amount is} other {# periods without an amount are}} excluded',
  'row.partial': 'Partial: some of these dates haven’t synced yet.',

  'others.text': 'Other status includes these statuses from the source: <words></words>.',
  'others.text-more':
    'Other status includes these statuses from the source: <words></words> and {count, number} more.',
  'others.no-currency': 'without a currency',
  'others.nothing': 'none',
} as const
