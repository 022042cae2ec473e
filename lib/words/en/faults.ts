/**
 * Texts of pages that couldn’t be shown, of pages that do not exist, and of problems that any page can meet. Keys
 * are `code.` and the problem’s code; problems of one screen are in its area.
 */
export const faults = {
  page: 'This page couldn’t be shown',

  'none.title': 'Page not found',
  'none.why': 'Check the address, or go back to the overview.',
  'none.home': 'Go to the overview',

  'title.unreachable': 'The database is not responding',
  'title.busy': 'The database is too busy',
  'title.other_release': 'Furrow is being updated',
  'title.read_only': 'The database isn’t accepting changes',
  'title.full': 'The database isn’t accepting changes',
  'why.unreachable':
    'Furrow is running, but it needs the database to show this page. The page opens as soon as the database responds.',
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

  unknown: 'Something went wrong on this page. Reload it.',
  'with-request': '{why} Request {id}',
  'lost.unreachable': 'Furrow can’t be reached. Check your connection.',
  'lost.broken_off': 'The download was incomplete, so nothing was saved. Try again.',
  unreadable: 'The response couldn’t be read (status {status, number}). Try again.',

  'code.busy': 'Furrow is too busy. Try again in a moment.',
  'code.database_unavailable': 'The database is not responding. Try again in a moment.',
  'code.read_only': 'The database isn’t accepting changes. Try again later.',
  'code.internal_error': 'Something went wrong in Furrow. Try again, or send an admin the request ID.',
  'code.ending': 'Furrow is restarting. Try again in a moment.',
  'code.not_signed_in': 'You are signed out. Sign in again.',
  'code.not_allowed': 'Your role doesn’t allow this. Ask an admin.',
  'code.forbidden': 'Your role doesn’t allow this. Ask an admin.',
  'code.audit_unavailable': 'The audit log can’t record this, so it wasn’t done. Try again in a moment.',
  'code.changed_meanwhile': 'Someone else changed this after you opened it. Check it, then try again.',
  'code.source_off': '{source} isn’t connected.',
  'code.source_paused': '{source} is paused. Try again after it is resumed.',
  'code.not_found': 'This doesn’t exist, or you don’t have access to it.',
  'code.too_many_requests':
    'Too many requests. {unit, select, day {Try again in {count, plural, one {# day} other {# days}}.} hour {Try again in {count, plural, one {# hour} other {# hours}}.} minute {Try again in {count, plural, one {# minute} other {# minutes}}.} other {Try again in {count, plural, one {# second} other {# seconds}}.}}',
  'wrong.before_history': 'Furrow keeps changes since {instant}. Choose a later time.',
  'wrong.in_future': 'Choose a time that is not in the future.',
  'wrong.no_history': 'Furrow keeps changes from its first complete sync on. There are none yet.',
} as const
