/** Texts of the sources page, and the reasons why a week of a source is incomplete. */
export const sources = {
  title: 'Sources',
  loading: 'Loading the state of the sources',
  failed: 'The state of the sources could not be loaded',
  stale: 'The newest state could not be loaded; this is the last one known.',
  intro:
    'Lists, charts and totals are read from a mirror that follows each source week by week. Nothing is ever written to a source.',

  'names.two': '{a} and {b}',
  'names.three': '{a}, {b} and {c}',
  'all.none': 'No source is connected',
  'all.failing': '{names} {count, plural, one {is} other {are}} not answering',
  'all.partial': '{names} {count, plural, one {is} other {are}} mirrored in part',
  'all.paused': '{names} {count, plural, one {is} other {are}} paused',
  'all.never_read': '{names} {count, plural, one {is} other {are}} not read yet',
  'all.reading': 'Reading {names}',
  'all.ok':
    '{count, plural, =1 {{names} is} =2 {Both sources are} other {All # sources are}} mirrored completely',

  'state.ok': 'Complete',
  'state.reading': 'Reading',
  'state.partial': 'Partial',
  'state.failing': 'Not answering',
  'state.paused': 'Paused',
  'state.off': 'Not connected',
  'state.never_read': 'Not read yet',
  'meaning.ok': 'Every window is mirrored completely.',
  'meaning.reading': 'The first reading is on its way; figures grow until it is done.',
  'meaning.partial': 'Some windows could not be read completely. Figures over them say so.',
  'meaning.failing': 'The last reading failed. What was read before is still shown, with its age.',
  'meaning.paused':
    'Nothing is read until someone resumes it. What was read before is still shown, with its age.',
  'meaning.off': 'No address and key are set, so nothing is read.',
  'meaning.never_read': 'Nothing has been read yet; the first reading begins by itself.',

  'level.info': 'Note:',
  'level.warning': 'Warning:',
  'level.error': 'Error:',
  'details.stale': 'The newest details could not be loaded; these are the last ones known.',
  'details.failed': 'Details could not be loaded; they are tried again by themselves.',
  'paused.note':
    '<strong>Paused <age></age></strong> ({instant}). Nothing reads it, neither the mirror nor a person who opens a row, until someone resumes it. What was read before is still shown, with its age.',
  'paused.note-by':
    '<strong>Paused by <person></person> <age></age></strong> ({instant}). Nothing reads it, neither the mirror nor a person who opens a row, until someone resumes it. What was read before is still shown, with its age.',

  'action.failed': 'Could not do it. {why}',
  'action.requested': '{count, plural, one {# window} other {# windows}} will be read next.',
  'action.resumed': 'Resumed; the recent weeks are read now.',
  'action.pause': 'Pause<sr>: {source}</sr>',
  'action.pause-hint': 'Nothing reads this source until someone resumes it',
  'action.resume': 'Resume<sr>: {source}</sr>',
  'action.resume-hint': 'Let it be read again, its recent weeks at once',
  'action.refresh': 'Refresh now<sr>: {source}</sr>',

  'list.rows': '<strong>{rows, number}</strong> <soft>rows</soft>',
  'list.recent': 'Last {weeks, number} weeks',
  'list.older': 'Weeks before',
  'list.next': 'Next reading',
  'list.paused': 'paused',
  'list.due-now': 'due now',
  'list.due-in': 'in {age}',
  'list.none': 'none',
  'list.incomplete': 'not complete yet',
  'list.unassigned': 'Without funding source',
  'list.unassigned-hint': 'Rows that no funding source claimed',
  'list.ambiguous': 'Claimed by several',
  'list.ambiguous-hint': 'Rows that more than one funding source claimed, so they belong to none',
  'list.undated': 'Without a date',
  'list.undated-hint': 'Rows the source counts that no date filter returns',
  'list.undated-unknown': 'Not known: this source gives no overall count',

  'week.today': 'today',
  'week.total': '{total, plural, one {# window} other {# windows}}: {parts}',
  'week.complete': '{count, plural, one {# window} other {# windows}} complete',
  'week.partial': '{count, plural, one {# window} other {# windows}} partial',
  'week.failed': '{count, plural, one {# window} other {# windows}} failed',
  'week.never_read': '{count, plural, one {# window} other {# windows}} not read yet',

  'missing.title': 'Days that are not complete',
  'missing.never_read': 'Not read yet',
  'missing.partial': 'Partial',
  'missing.failed': 'Failed',
  'missing.unreadable_dates': 'May leave out rows',
  more: 'and {count, number} more',

  'open.title': '{count, plural, one {One window} other {# windows}} not complete',
  'open.older': 'and {count, number} older ones',
  'open.never_read': 'Not read yet',
  'open.partial': 'Partial',
  'open.failed': 'Failed',
  'open.complete': 'Last reading failed',
  'open.listed': 'listed {listed, number} of {counted, number}',
  'open.since': 'since {instant}',
  'open.last-complete': 'Last complete <age></age>.',
  'open.parts': '{count, plural, one {One part of it differs} other {# parts of it differ}} too',
  'open.read': 'Read now<sr>: {source}, {list}, {days}</sr>',
  'open.asked': 'Asked<sr>: {source}, {list}, {days}</sr>',

  'fault.earlier': '{count, plural, one {One earlier fault} other {# earlier faults}}, last <age></age>',
  'fault.waits': 'Furrow waits until {instant}.',
  'fault.times':
    '<code></code> · {times, plural, one {once} other {# times}}, {range}, last in the window of {day}',

  'gone.label': 'Missing rows of {days}',
  'gone.title': '{rows, number} of {all, number} rows of {days} are no longer listed',
  'gone.text':
    'Since {instant} the source leaves them out. So many at once may be its mistake, so they stay in lists and totals until someone looks there and confirms that they are gone.',
  'gone.ask': 'These rows are really gone…',
  'gone.confirm': 'Yes, they are gone',
  'gone.keep': 'Keep them',
  'gone.warning':
    'Furrow reads these days again now. Of the {rows, number} of {all, number} rows, those that are still missing leave every list, total and chart. You can withdraw until that reading is done; after it nothing here brings them back, but the rows are kept, and return by themselves if the source lists them again. If more rows are missing by then, you are asked again.',
  'gone.confirmed': 'Confirmed; the next complete reading of these days acts on it.',
  'gone.confirmed-by': 'Confirmed by <person></person>; the next complete reading of these days acts on it.',
  'gone.withdraw': 'Withdraw',

  'rejected.title': '{count, plural, one {One row is} other {# rows are}} left out: no readable id',
  'rejected.row': 'Week of {day}: {reason}',
  'rejected.more': 'and {count, number} that were not kept',
  'unread.title': '{count, plural, one {One value} other {# values}} could not be read',
  'unread.title-more': 'More than {count, number} values could not be read',
  'unread.text':
    'They show as {unknown}. Totals leave out such amounts, and lists for a range of dates leave out rows with such dates; both say so. Ask the source’s operator to correct them.',
  'unread.first': 'The first {count, number} are shown.',
  'status.unknown':
    '{count, plural, one {One row has} other {# rows have}} a status that Furrow does not know: shown as it came, outside every figure. <link>Show {count, plural, one {it} other {them}}</link>',

  'calls.none': 'No calls in the last hour.',
  'calls.total':
    '<strong>{count, number}</strong> {count, plural, one {call} other {calls}} in the last hour',
  'calls.repeats': '{count, plural, one {# attempt} other {# attempts}} repeated',
  'calls.ok': '{count, number} answered',
  'calls.aborted': '{count, number} ended by Furrow',
  'calls.unauthorized': '{count, number} key refused',
  'calls.forbidden': '{count, number} no access',
  'calls.not_found': '{count, number} not found',
  'calls.rate_limited': '{count, number} rate limited',
  'calls.timeout': '{count, number} too slow',
  'calls.unavailable': '{count, number} not available',
  'calls.malformed': '{count, number} not readable',
  'calls.too_large': '{count, number} too large',
  'calls.blocked': '{count, number} security check failed',

  'sandbox.title': 'You are looking at the sandbox: all of this data is made up',
  'sandbox.text':
    'With no source configured, Furrow runs a server of its own that speaks the same contracts as the real sources and invents two years of contracts, billing periods, invoices and payments. Everything else is the real thing: the readings, the mirror, the figures, the PDFs. Payments go on completing while it runs.',
  'sandbox.connect': 'To see your own data, set these and start Furrow again with a database of its own:',

  'reason.no_id': '{rows, plural, one {# row} other {# rows}} without a readable id left out.',
  'reason.part': 'By {filter, select, currency {currency} other {funding source}} "{value}": {fault}',
  'reason.refused':
    'The source does not accept the {filter, select, currency {currency} other {funding source}} "{value}": check its spelling.',
  'reason.broken_off':
    'The walks by {filter, select, currency {currency} other {funding source}} of {rows, number} rows broke off: {message}',
  'reason.reconfigured': 'Read under another configuration; it is being read again.',
  'reason.filter_ignored':
    'The filter by {filter, select, currency {currency} other {funding source}} gives rows for "{value}", which does not exist: it is ignored or matches loosely.',
  'reason.contradicted':
    'The filter by {filter, select, currency {currency} other {funding source}} gives nearly every row both for "{one}" and for "{two}": it is ignored, or the two names mean the same.',
  'reason.changing':
    '{rows, plural, one {# row} other {# rows}} came under another funding source than before, or under none: they keep it until the next sync, or a person, confirms that.',
  'reason.doubled':
    '{rows, plural, one {# row that had a funding source now is} other {# rows that had a funding source now are}} in more than one.',
  'reason.never_read': 'Not read yet.',
  'reason.partial': 'Not every row could be read.',
  'reason.failed': 'The last reading failed.',
  'reason.unmatched': 'Not every row could be matched to its funding source.',
  'part.miscounted': 'The source counted {counted, number} rows and listed {listed, number}.',
  'part.shifting': 'The list kept shifting while it was read.',
  'part.repeated':
    '{repeated, number} of {listed, number} rows were listed twice: the list shifted while it was read.',
  'part.no_id': '{rows, plural, one {# row} other {# rows}} without a readable id.',
  'part.unsteady': 'two readings of the same list differ.',
} as const
