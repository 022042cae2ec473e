/** Texts in files for people. */
export const files = {
  total:
    'Total {currency}: {count, plural, one {# row} other {# rows}}{unknown, plural, =0 {} other {, # without an amount}}',
  'total-so-far':
    'Total so far {currency}: {count, plural, one {# row} other {# rows}}{unknown, plural, =0 {} other {, # without an amount}}',
  'no-currency': 'without a currency',
  currency: 'Currency',
  note: 'Note',
  'note-owner': 'Note owner',
  'note-owner-state':
    '{state, select, disabled {{name} (account disabled)} removed {{name} (account removed)} outside {{name} (no access to this row)} other {{name}}}',
  'note-state': 'Note status',
  'note-open': 'Open',
  'note-done': 'Done',
} as const
