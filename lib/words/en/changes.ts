/** Texts of the page that says what changed. */
export const changes = {
  title: 'What changed',
  intro:
    '{list, select, invoices {Invoices} other {Billing periods}} that differ from what Furrow had on {time}.',
  kept: 'Furrow keeps changes since {time}.',
  'since.label': 'Compare with',
  'since.visit': 'My last visit',
  'since.report': 'My last report',
  'since.day': 'Another day',
  'since.1': 'Yesterday',
  'since.7': '7 days ago',
  'since.28': '28 days ago',
  'since.start': 'The beginning',

  'totals.title': 'Totals of these {list, select, invoices {invoices} other {billing periods}}',
  'column.currency': 'Currency',
  'column.count': '{list, select, invoices {Invoices} other {Billing periods}}',
  'column.before': 'Then',
  'column.now': 'Now',
  'column.difference': 'Difference',
  'column.no-currency': 'No currency: amounts can’t be added',

  'kind.new': 'New',
  'kind.changed': 'Changed',
  'kind.gone': 'No longer listed',
  'kind.back': 'Listed again',
  'kind.left': 'Left your funding sources',
  'value.activity': 'Link activity changed from <from></from> to <to></to>',
  'value.status': 'Status changed from <from></from> to <to></to>',
  stored: 'Stored {time}',

  'list.title': '{list, select, invoices {Invoices} other {Billing periods}}',
  more: 'Show more',
  failed: 'The changes couldn’t be loaded',
  recent: 'Show recent changes',
  loading: 'Loading changes',
  'empty.title': 'Nothing changed',
  'empty.hint':
    'These {list, select, invoices {invoices} other {billing periods}} are as they were on {time}.',
  'none-yet.title': 'No history yet',
  'none-yet.hint': 'Furrow keeps changes once every week has been synced completely.',
} as const
