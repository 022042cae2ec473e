/** What can be wrong with a field of a form, by the fault’s code. `field` is the field’s label. */
export const forms = {
  'wrong.required': '{field} must be filled in.',
  'wrong.too_long': '{field} may have {max, plural, one {# character} other {# characters}} at most.',
  'wrong.email': '{field} must be an e-mail address such as ada@example.com.',
  'wrong.odd_character': '{field} holds an invisible or broken character: type it again.',
} as const
