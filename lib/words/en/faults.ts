/**
 * Texts of pages that could not be shown, of pages that do not exist, and of problems that any page can meet. Keys
 * are `code.` and the problem’s code; problems of one screen are in its area.
 */
export const faults = {
  page: 'This page could not be shown',

  'none.title': 'Page not found',
  'none.why': 'Check the address, or go back to the overview.',
  'none.home': 'Go to the overview',

  'title.unreachable': 'The database is not answering',
  'title.busy': 'The database is too busy',
  'title.other_release': 'Furrow is being updated',
  'title.read_only': 'The database accepts no changes',
  'title.full': 'The database accepts no changes',
  'why.unreachable':
    'Furrow is running, but it needs the database to show this page. The page opens as soon as the database answers.',
  'why.busy': 'The database took too long to answer. The page opens as soon as the database is less busy.',
  'why.other_release':
    'The database was updated to another release of Furrow. The page opens as soon as this server is updated too.',
  'why.read_only':
    'Furrow must save something before it can show this page. The page opens as soon as the database accepts changes again.',
  'why.full':
    'Furrow must save something before it can show this page. The page opens as soon as the database accepts changes again.',

  'wait.pause': 'Trying again',
  'wait.in': 'in {seconds, number} s',
  'wait.try': 'Trying…',
  'wait.offline': 'You are offline. Furrow tries again as soon as you are back online.',
  'wait.ready': 'Opening the page…',
  'wait.now': 'Try now',

  unknown: 'The reason is not known.',
  'with-request': '{why} Request {id}',
  'lost.unreachable': 'Furrow cannot be reached. Check the connection.',
  'lost.broken_off': 'The file broke off before its end, and nothing was saved.',
  unreadable: 'Furrow answered with status {status, number} and nothing that could be read.',

  'code.busy': 'Furrow is too busy. Please try again in a moment.',
  'code.database_unavailable': 'The data store is not reachable just now. Please try again.',
  'code.read_only': 'Furrow is in read-only mode: it shows what it has, and can change nothing just now.',
  'code.internal_error': 'Something went wrong in Furrow. The request id leads to the log line.',
  'code.ending': 'Furrow is restarting. Please try again in a moment.',
  'code.not_signed_in': 'You are signed out. Sign in again.',
  'code.not_allowed': 'Your role does not allow this. Ask an admin.',
  'code.forbidden': 'Only operators may do this.',
  'code.audit_unavailable':
    'This cannot be recorded in the audit log just now, so it is refused. Please try again in a moment.',
  'code.changed_meanwhile':
    'This was changed by someone else since you looked. Look at it again, then decide.',
  'code.not_found': 'There is nothing with this id.',
  'code.too_many_requests':
    'Too much at once. {unit, select, day {Please try again in {count, plural, one {# day} other {# days}}.} hour {Please try again in {count, plural, one {# hour} other {# hours}}.} minute {Please try again in {count, plural, one {# minute} other {# minutes}}.} other {Please try again in {count, plural, one {# second} other {# seconds}}.}}',
} as const
