/** Texts of the sections of the collections page that follow billing periods as they age. */
export const ages = {
  'unpaid.title': 'Unpaid by age',
  'unpaid.about':
    'Outstanding amounts by days since the end of the billing period. The source gives no due date.',
  'unpaid.csv': 'Unpaid by age',
  'unpaid.failed': 'Unpaid amounts by age couldn’t be loaded',
  'unpaid.none': 'No unpaid billing periods start in this date range.',
  'unpaid.unread': 'These dates haven’t synced yet.',
  'unpaid.column': 'Since the end',
  'unpaid.total': 'Outstanding',
  'unpaid.no-currency': 'Unknown currency',
  'unpaid.never-added': 'Amounts without a currency can’t be added up',
  'unpaid.nothing': 'none',
  'unpaid.periods': '{count, plural, one {# period} other {# periods}}',
  'unpaid.unknown': '{count, number} without an amount excluded',
  'unpaid.without-currency':
    '{count, plural, one {# unpaid period without a currency is} other {# unpaid periods without a currency are}} not in this table.',
  'unpaid.parts': '{failed} failed · {inFlight} in flight',
  'age.not_ended': 'Not ended',
  'age.days_0_7': '0–7 days',
  'age.days_8_14': '8–14 days',
  'age.days_15_30': '15–30 days',
  'age.days_31_60': '31–60 days',
  'age.days_61_90': '61–90 days',
  'age.over_90': 'Over 90 days',
  'age.no_end': 'No end day',
} as const
