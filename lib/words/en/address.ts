/** Texts about an address of which a part is not understood. Sent only with such a page. */
export const address = {
  label: 'The address is not fully understood',
  'what.word': 'The address asks for {name} <value></value>, which does not exist.',
  'what.value': 'The address asks for {name} <value></value>, which can’t be read.',
  'what.name': 'The address asks for “{name}”, which this page doesn’t have: <value></value>.',
  'what.repeated': 'The address gives {name} more than once: <value></value>.',
  'what.unused': 'The address asks for {name} <value></value>, which can’t be used here.',
  'one-currency': 'Amounts can be compared in one currency only.',
  blank: '(blank)',
  ignored: 'It was ignored.',
  'not-filtered': 'It was ignored, so nothing here is filtered by {name}.',
  more: '{count, plural, one {And # more that was ignored.} other {And # more that were ignored.}}',
  'no-export': 'To export, correct the address or remove these parts.',
  use: 'Use {text}',
  remove: 'Remove from address',
} as const
