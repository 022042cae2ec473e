/** Why days of a list are missing or in doubt, and what went wrong with a sync. */
export const reasons = {
  'reason.no_id':
    '{rows, plural, one {# row without a valid id is} other {# rows without a valid id are}} left out.',
  'reason.part': 'By {filter, select, currency {currency} other {funding source}} "{value}": {fault}',
  'reason.refused':
    'The source doesn’t accept the {filter, select, currency {currency} other {funding source}} "{value}": check its spelling.',
  'reason.broken_off':
    'Reading {rows, number} rows by {filter, select, currency {currency} other {funding source}} stopped early. {fault}',
  'reason.reconfigured': 'Synced with a different configuration, so it is being synced again.',
  'reason.filter_ignored':
    'The {filter, select, currency {currency} other {funding source}} filter returns rows for "{value}", which doesn’t exist. The source ignores the filter or matches it loosely.',
  'reason.contradicted':
    'The {filter, select, currency {currency} other {funding source}} filter returns nearly every row both for "{one}" and for "{two}". The source ignores the filter, or the two names mean the same thing.',
  'reason.changing':
    '{rows, plural, one {# row now has} other {# rows now have}} a different funding source, or none. {rows, plural, one {It keeps} other {They keep}} the previous one until the next sync or a person confirms the change.',
  'reason.doubled':
    '{rows, plural, one {# row that had one funding source is} other {# rows that had one funding source are}} now in more than one.',
  'reason.never_read': 'Not synced yet.',
  'reason.partial': 'Not every row could be synced.',
  'reason.failed': 'The last sync failed.',
  'reason.unmatched': 'Not every row could be matched to its funding source.',
  'failed.unauthorized': '{source} refused Furrow’s key.',
  'failed.forbidden': '{source} doesn’t give Furrow access to this.',
  'failed.not_found': '{source} doesn’t have this.',
  'failed.rate_limited': '{source} has reached its request limit.',
  'failed.timeout': '{source} took too long to respond.',
  'failed.unavailable': '{source} couldn’t be reached, or had an error.',
  'failed.malformed': '{source} sent a response that Furrow can’t use.',
  'failed.too_large': '{source} sent a response that is too large.',
  'failed.blocked': '{source} failed a security check.',

  'range.unread': 'No data from {source} has been synced yet.',
  'range.before': 'Furrow has data from {day} on (SYNC_FROM).',
  'range.unreadable_dates': '{rows, plural, one {# row has} other {# rows have}} an invalid date.',
  'part.miscounted': 'The source counted {counted, number} rows and listed {listed, number}.',
  'part.shifting': 'The list kept changing during the sync.',
  'part.repeated':
    '{repeated, number} of {listed, number} rows were listed twice, because the list changed during the sync.',
  'part.no_id': '{rows, plural, one {# row} other {# rows}} without a valid id.',
  'part.unsteady': 'The source returned a different list on the second request.',
} as const
