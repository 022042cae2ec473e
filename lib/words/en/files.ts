/** Texts in files for people. */
export const files = {
  total:
    'Total {currency}: {count, plural, one {# row} other {# rows}}{unknown, plural, =0 {} other {, # without an amount}}',
  'total-so-far':
    'Total so far {currency}: {count, plural, one {# row} other {# rows}}{unknown, plural, =0 {} other {, # without an amount}}',
  'no-currency': 'without a currency',
  currency: 'Currency',
} as const
