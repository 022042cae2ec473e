/** Texts of the sources page, and the reasons why a week of a source is incomplete. */
export const sources = {
  title: 'Sources',
  loading: 'Loading the sources',
  failed: 'The sources couldn’t be loaded',
  stale: 'The latest status couldn’t be loaded. This is the last known one.',
  intro:
    'Furrow copies each source’s data week by week and shows that copy in lists, charts and totals. It never writes to a source.',

  'names.two': '{a} and {b}',
  'names.three': '{a}, {b} and {c}',
  'all.none': 'No source is connected',
  'all.failing': '{names} {count, plural, one {isn’t responding} other {aren’t responding}}',
  'all.partial': 'Some data from {names} is missing',
  'all.paused': '{names} {count, plural, one {is} other {are}} paused',
  'all.never_read': '{names} {count, plural, one {hasn’t} other {haven’t}} synced yet',
  'all.reading': 'First sync in progress: {names}',
  'all.ok': '{count, plural, =1 {{names} is up to date} other {All data is up to date}}',

  'state.ok': 'Up to date',
  'state.reading': 'First sync',
  'state.partial': 'Partial',
  'state.failing': 'Not responding',
  'state.paused': 'Paused',
  'state.off': 'Not connected',
  'state.never_read': 'Not synced yet',
  'meaning.ok': 'Every week is complete.',
  'meaning.reading': 'The first sync is in progress. Totals grow until it is done.',
  'meaning.partial': 'Some weeks are incomplete. Totals that include them are marked as partial.',
  'meaning.failing': 'The last sync failed. Earlier data is still shown, with its age.',
  'meaning.paused':
    'Nothing is synced until someone resumes this source. Earlier data is still shown, with its age.',
  'meaning.off': 'The address and key of this source aren’t set, so nothing is synced.',
  'meaning.never_read': 'No data yet. The first sync starts by itself.',

  'level.info': 'Note:',
  'level.warning': 'Warning:',
  'level.error': 'Error:',
  'details.stale': 'The latest details couldn’t be loaded. These are the last known ones.',
  'details.failed': 'Details couldn’t be loaded. Furrow keeps trying.',
  'paused.note':
    '<strong>Paused <age></age></strong> ({instant}). Furrow doesn’t contact this source until someone resumes it; earlier data is still shown, with its age.',
  'paused.note-by':
    '<strong>Paused by <person></person> <age></age></strong> ({instant}). Furrow doesn’t contact this source until someone resumes it; earlier data is still shown, with its age.',

  'action.failed': 'That didn’t work. {why}',
  'action.requested': '{count, plural, one {# week} other {# weeks}} will be synced next.',
  'action.resumed': 'Resumed. Recent weeks are syncing now.',
  'action.pause': 'Pause<sr>: {source}</sr>',
  'action.pause-hint': 'Stops syncing this source until someone resumes it',
  'action.resume': 'Resume<sr>: {source}</sr>',
  'action.resume-hint': 'Starts syncing this source again, recent weeks first',
  'action.refresh': 'Refresh now<sr>: {source}</sr>',

  'list.rows': '<strong>{rows, number}</strong> <soft>{rows, plural, one {row} other {rows}}</soft>',
  'list.recent': 'Last {weeks, number} weeks',
  'list.older': 'Older weeks',
  'list.next': 'Next sync',
  'list.paused': 'paused',
  'due.now': 'now',
  'due.seconds': 'in {count, number} s',
  'due.minutes': 'in {count, number} min',
  'due.hours': 'in {count, number} h',
  'due.days': 'in {count, number} days',
  'list.none': 'none',
  'list.incomplete': 'not complete yet',
  'list.unassigned': 'Without a funding source',
  'list.unassigned-hint': 'Rows that belong to no funding source',
  'list.ambiguous': 'In more than one funding source',
  'list.ambiguous-hint': 'Rows that match more than one funding source, so they are assigned to none',
  'list.undated': 'Without a date',
  'list.undated-hint': 'Rows that the source counts but lists for no date',
  'list.undated-unknown': 'Unknown: this source provides no total count',

  'week.today': 'today',
  'week.total': '{total, plural, one {# week} other {# weeks}}: {parts}',
  'week.complete': '{count, number} of {total, plural, one {# week} other {# weeks}} complete',
  'week.partial': '{count, plural, one {# week} other {# weeks}} partial',
  'week.failed': '{count, plural, one {# week} other {# weeks}} failed',
  'week.never_read': '{count, plural, one {# week} other {# weeks}} not synced yet',

  'missing.title': 'Incomplete dates',
  'missing.never_read': 'Not synced yet',
  'missing.partial': 'Partial',
  'missing.failed': 'Failed',
  'missing.unreadable_dates': 'Rows may be missing',
  more: 'and {count, number} more',

  'open.title': '{count, plural, one {One incomplete week} other {# incomplete weeks}}',
  'open.older': 'and {count, number} older',
  'open.never_read': 'Not synced yet',
  'open.partial': 'Partial',
  'open.failed': 'Failed',
  'open.complete': 'Last sync failed',
  'open.listed': '{listed, number} of {counted, number} rows listed',
  'open.since': 'since {instant}',
  'open.last-complete': 'Last complete sync <age></age>.',
  'open.parts': '{count, plural, one {One part differs} other {# parts differ}} too',
  'open.read': 'Sync now<sr>: {source}, {list}, {days}</sr>',
  'open.asked': 'Requested<sr>: {source}, {list}, {days}</sr>',

  'fault.earlier': '{count, plural, one {One earlier error} other {# earlier errors}}, last <age></age>',
  'fault.waits': 'Furrow tries again after {instant}.',
  'fault.times':
    '<code></code> · {times, plural, one {once} other {# times}}, {range}, last in the week of {day}',

  'gone.label': 'Missing rows for {days}',
  'gone.title': '{rows, number} of {all, number} rows for {days} have disappeared from the source',
  'gone.text':
    'The source hasn’t listed them since {instant}, which may be a mistake on its side. They stay in lists and totals until someone confirms that they are gone.',
  'gone.ask': 'Confirm that these rows are gone…',
  'gone.confirm': 'Remove these rows',
  'gone.keep': 'Keep them',
  'gone.warning':
    'Furrow syncs these dates again now. If any of the {rows, number} of {all, number} rows are still missing, Furrow removes them from lists, totals and charts. You can withdraw this until the sync is done; after that, rows return only if the source lists them again.',
  'gone.confirmed': 'Confirmed. The next complete sync of these dates removes the rows.',
  'gone.confirmed-by':
    'Confirmed by <person></person>. The next complete sync of these dates removes the rows.',
  'gone.withdraw': 'Withdraw',

  'rejected.title': '{count, plural, one {One row is} other {# rows are}} left out: no valid id',
  'rejected.row': 'Week of {day}: {reason}',
  'rejected.more': 'and {count, number} more, not shown here',
  'unread.title': '{count, plural, one {One invalid value} other {# invalid values}}',
  'unread.title-more': 'More than {count, number} invalid values',
  'unread.text':
    'Shown as "{unknown}". Invalid amounts are excluded from totals; rows with an invalid date match no date range. Ask the source’s operator to correct them.',
  'unread.first': 'The first {count, number} are shown.',
  'status.unknown':
    '{count, plural, one {One row has an unrecognised status. It is listed but} other {# rows have an unrecognised status. They are listed but}} excluded from totals. <link>Show {count, plural, one {this row} other {these rows}}</link>',

  'calls.none': 'No requests in the last hour.',
  'calls.total':
    '<strong>{count, number}</strong> {count, plural, one {request} other {requests}} in the last hour',
  'calls.repeats': '{count, plural, one {# retry} other {# retries}}',
  'calls.ok': '{count, number} successful',
  'calls.aborted': '{count, number} cancelled by Furrow',
  'calls.unauthorized': '{count, number} with a refused key',
  'calls.forbidden': '{count, number} without access',
  'calls.not_found': '{count, number} not found',
  'calls.rate_limited': '{count, number} rate limited',
  'calls.timeout': '{count, number} timed out',
  'calls.unavailable': '{count, number} unavailable',
  'calls.malformed': '{count, number} with an invalid response',
  'calls.too_large': '{count, number} too large',
  'calls.blocked': '{count, number} blocked by a security check',

  'sandbox.title': 'This is the sandbox: all data is made up',
  'sandbox.text':
    'No source is configured, so Furrow runs a server that works like the real sources and makes up two years of contracts, billing periods, invoices and payments. Everything else is real: the sync, the figures and the PDFs.',
  'sandbox.connect': 'To see your own data, set these variables and start Furrow again with a new database:',

  'reason.no_id':
    '{rows, plural, one {# row without a valid id is} other {# rows without a valid id are}} left out.',
  'reason.part': 'By {filter, select, currency {currency} other {funding source}} "{value}": {fault}',
  'reason.refused':
    'The source does not accept the {filter, select, currency {currency} other {funding source}} "{value}": check its spelling.',
  'reason.broken_off':
    'Reading {rows, number} rows by {filter, select, currency {currency} other {funding source}} stopped early: {message}',
  'reason.reconfigured': 'Synced with a different configuration, so it is being synced again.',
  'reason.filter_ignored':
    'The filter by {filter, select, currency {currency} other {funding source}} returns rows for "{value}", which does not exist. It is ignored or matches loosely.',
  'reason.contradicted':
    'The filter by {filter, select, currency {currency} other {funding source}} returns nearly every row both for "{one}" and for "{two}". The filter is ignored, or the two names mean the same thing.',
  'reason.changing':
    '{rows, plural, one {# row now has} other {# rows now have}} a different funding source, or none. {rows, plural, one {It keeps} other {They keep}} the previous one until the next sync or a person confirms the change.',
  'reason.doubled':
    '{rows, plural, one {# row that had one funding source is} other {# rows that had one funding source are}} now in more than one.',
  'reason.never_read': 'Not synced yet.',
  'reason.partial': 'Not every row could be synced.',
  'reason.failed': 'The last sync failed.',
  'reason.unmatched': 'Not every row could be matched to its funding source.',
  'range.unread': '{source} has not been read.',
  'range.before': 'Furrow mirrors from {day} on (SYNC_FROM).',
  'part.miscounted': 'The source counted {counted, number} rows and listed {listed, number}.',
  'part.shifting': 'The list kept changing during the sync.',
  'part.repeated':
    '{repeated, number} of {listed, number} rows were listed twice, because the list changed during the sync.',
  'part.no_id': '{rows, plural, one {# row} other {# rows}} without a valid id.',
  'part.unsteady': 'The source returned a different list on the second request.',

  'code.nothing_held_back': 'There is nothing left to confirm for this week.',
} as const
