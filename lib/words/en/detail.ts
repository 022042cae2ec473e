/** Texts that the details of all rows share. */
export const detail = {
  'pane.previous': 'Previous row',
  'pane.next': 'Next row',
  'pane.close': 'Close',
  empty: 'Not provided by the source:',
  since: 'Since {day}',
  'since-or-earlier': 'Since {day} or earlier',
  'origin.live': 'Read from the source <age></age>.',
  'origin.mirror': 'Last synced <age></age>.',
  'history.first-seen': 'First seen {time}',
  'history.seen': 'Seen {times}',
  'history.cut': 'Showing the newest {count, number} changes.',
  loading: 'Loading details',

  'missing.title': 'These totals are partial',
  'missing.why': 'Rows may be missing for these dates:',
  'missing.all-days': 'All dates',
  'missing.never_read': '<days>{range}</days> not synced yet',
  'missing.partial': '<days>{range}</days> synced, but the number of rows differs from the source',
  'missing.failed': '<days>{range}</days> could not be synced',
  'missing.unreadable_dates': '<days>{range}</days> some rows have no valid date',
  'missing.more': 'and {count, number} more',
  'missing.older': 'Older weeks synced <age></age>',

  'code.source_off': '{source} isn’t connected.',
  'code.source_paused': '{source} is paused. Try again after it is resumed.',
} as const
