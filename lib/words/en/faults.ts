/** Texts of pages that could not be shown, and of pages that do not exist. */
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
} as const
