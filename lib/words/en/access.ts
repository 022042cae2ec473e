/** Texts about roles, funding sources and devices, which several screens share. */
export const access = {
  'role.financier': 'Financier',
  'role.operator': 'Operator',
  'role.admin': 'Admin',

  'scope.all': 'All funding sources',
  'scope.none': 'No funding sources yet',
  'scope.two': '{first} and {second}',
  'scope.three': '{first}, {second}, and {third}',
  'scope.many': '{count, plural, one {# funding source} other {# funding sources}}',
  'figures.all': 'all funding sources',
  'figures.own': '{count, plural, one {your # funding source} other {your # funding sources}}',

  'device.browser': '{browser} on {system}',
  'device.program': 'An app on {system}',
  'device.unknown': 'Unknown device',
} as const
