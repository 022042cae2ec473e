/** Texts of pages that could not be shown, and of pages that do not exist. */
export const faults = {
  page: 'This page could not be shown',

  'none.title': 'There is no such page',
  'none.why': 'The address may be mistyped, or the page may have moved.',
  'none.home': 'Go to the overview',

  'title.unreachable': 'The database is not answering',
  'title.busy': 'The database is too busy',
  'title.other_release': 'Furrow is being updated',
  'title.read_only': 'The database accepts no changes',
  'title.full': 'The database accepts no changes',
  'why.unreachable':
    'Furrow is running, but it cannot show this page without its database. The page opens by itself as soon as the database answers.',
  'why.busy':
    'The database took too long to answer, so Furrow could not show this page. The page opens by itself as soon as there is time for it.',
  'why.other_release':
    'The database already belongs to another release of Furrow. The page opens by itself when this server is updated too.',
  'why.read_only':
    'Furrow has to write something before it can show this page. The page opens by itself when that works again.',
  'why.full':
    'Furrow has to write something before it can show this page. The page opens by itself when that works again.',

  'wait.pause': 'Trying again',
  'wait.in': 'in {seconds, number} s',
  'wait.try': 'Trying…',
  'wait.offline': 'You are offline. Trying continues when you are connected.',
  'wait.ready': 'Opening the page…',
  'wait.now': 'Try now',
} as const
