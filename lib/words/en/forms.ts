/** What can be wrong with a field of a form, by the fault’s code. `field` is the field’s label. */
export const forms = {
  name: 'Name',
  'wrong.required': '{field} is required.',
  'wrong.too_long': '{field} can have up to {max, plural, one {# character} other {# characters}}.',
  'wrong.email': '{field} must be an email address such as ada@example.com.',
  'wrong.odd_character': '{field} contains an invisible or broken character. Type it again.',
} as const
