/** Texts that all lists share. `list` is the list's name in the code, see `ListName`. */
export const list = {
  'field.amount': 'Amount',
  'field.funding-source': 'Funding source',
  'missing.amount': 'Unknown amount: the source gives none',
  'missing.amount-why': 'Unknown amount: {why}',
  'assigned.row': 'Given by the source with the row',
  'assigned.filter': 'Found by asking the source for this funding source',
  'assigned.unassigned': 'No funding source claimed this row',
  'assigned.ambiguous': 'More than one funding source claimed this row',

  loading:
    '{list, select, invoices {Loading invoices} periods {Loading periods} events {Loading events} people {Loading people} requests {Loading requests} integrations {Loading integrations} other {Loading rows}}',
  failed:
    '{list, select, invoices {The invoices could not be loaded} periods {The periods could not be loaded} events {The events could not be loaded} people {The people could not be loaded} requests {The requests could not be loaded} integrations {The integrations could not be loaded} other {The rows could not be loaded}}',
  stale: 'These rows were read earlier.',
  'more.failed': 'The next rows could not be loaded.',
  'more.loading': 'Loading more rows',
  'offline.title': 'You are offline',
  'offline.rows':
    '{list, select, invoices {The invoices of this selection appear by themselves once the connection is back.} periods {The periods of this selection appear by themselves once the connection is back.} events {The events of this selection appear by themselves once the connection is back.} people {The people of this selection appear by themselves once the connection is back.} requests {The requests of this selection appear by themselves once the connection is back.} integrations {The integrations of this selection appear by themselves once the connection is back.} other {The rows of this selection appear by themselves once the connection is back.}}',
  'offline.former':
    'You are offline. Rows and totals are those from before the last change; the others follow by themselves.',

  'empty.match':
    '{list, select, invoices {No invoices match} periods {No periods match} events {No events match} other {No rows match}}',
  'empty.yet':
    '{list, select, invoices {No invoices yet} periods {No periods yet} events {No events yet} other {No rows yet}}',
  'empty.clear': 'Clear filters',
  'empty.match-reading': 'Some days have not been read from the source yet, so more may appear.',
  'empty.match-why': 'Widen the days or take a filter away.',
  'empty.yet-reading':
    'They appear here by themselves as soon as the first weeks have been read; Sources tells how far that is.',
  'empty.yet-why': 'The source has been read completely and lists none that you may see.',

  gone: '{list, select, invoices {The source no longer lists this invoice, since {time}.} periods {The source no longer lists this period, since {time}.} other {The source no longer lists this row, since {time}.}}',

  'sort.label': 'Order',
  'sort.one-currency': 'Choose one currency to order by amount: amounts of several cannot be compared',
  'select.all':
    '{list, select, invoices {Select all invoices loaded} periods {Select all periods loaded} events {Select all events loaded} other {Select all rows loaded}}',
  show: '{list, select, invoices {{count, plural, one {Show # invoice} other {Show # invoices}}} periods {{count, plural, one {Show # period} other {Show # periods}}} events {{count, plural, one {Show # event} other {Show # events}}} other {{count, plural, one {Show # row} other {Show # rows}}}}',

  'totals.label':
    '{list, select, invoices {invoices: totals} periods {periods: totals} events {events: totals} other {rows: totals}}',
  'totals.label-so-far':
    '{list, select, invoices {invoices: sums so far} periods {periods: sums so far} events {events: sums so far} other {rows: sums so far}}',
  'totals.count':
    '{list, select, invoices {{count, plural, one {<b>#</b> invoice} other {<b>#</b> invoices}}} periods {{count, plural, one {<b>#</b> period} other {<b>#</b> periods}}} events {{count, plural, one {<b>#</b> event} other {<b>#</b> events}}} other {{count, plural, one {<b>#</b> row} other {<b>#</b> rows}}}}',
  'totals.in':
    '{list, select, invoices {{count, plural, one {# invoice in {currency}} other {# invoices in {currency}}}} periods {{count, plural, one {# period in {currency}} other {# periods in {currency}}}} events {{count, plural, one {# event in {currency}} other {# events in {currency}}}} other {{count, plural, one {# row in {currency}} other {# rows in {currency}}}}}',
  'totals.sums': 'Totals',
  'totals.sums-so-far': 'Sums so far',
  'totals.missing': 'What is missing',
  'totals.incomplete': 'Incomplete',
  'totals.all': 'all rows that match',
  'totals.as-of': 'as of <age></age>',
  'totals.renew': 'Show newer data',
  'totals.unknown': '{count, number} of unknown amount',
  'totals.unknown-why': 'The source gives no readable amount for these; they are counted but in no sum',
  'totals.no-currency': '{count, number} without currency',
  'totals.no-currency-why':
    '{list, select, invoices {invoices without a currency are counted but in no sum} periods {periods without a currency are counted but in no sum} events {events without a currency are counted but in no sum} other {rows without a currency are counted but in no sum}}',

  'columns.button': 'Columns',
  'columns.title': 'Columns and row height',
  'columns.up': 'Move {column} up',
  'columns.down': 'Move {column} down',
  'columns.height': 'Row height',
  'columns.standard': 'Standard',
  'columns.compact': 'Compact',
  'columns.reset': 'Reset',

  'export.title': 'Export',
  'export.button': 'Export<wide> {count, plural, one {# row} other {# rows}}</wide>',
  'export.what':
    '{list, select, invoices {{count, plural, one {{format} with # invoice} other {{format} with # invoices}}} periods {{count, plural, one {{format} with # period} other {{format} with # periods}}} events {{count, plural, one {{format} with # event} other {{format} with # events}}} other {{count, plural, one {{format} with # row} other {{format} with # rows}}}}',
  'export.format': 'Format',
  'export.search': 'Search',
  'export.filters': 'Filters',
  'export.no-filters': 'none: every row you may see',
  'export.total': 'Total {currency}',
  'export.total-so-far': 'Sum so far {currency}',
  'export.separator': 'Separator',
  'export.comma-or-xlsx': 'comma; if your spreadsheet expects semicolons, choose XLSX',
  'export.comma': 'comma; if your spreadsheet expects semicolons, import the file as comma-separated',
  'export.unknown': 'Unknown amounts',
  'export.blank': '{count, number}, left blank',
  'export.data': 'Data',
  'export.as-of': 'as of <age></age>',
  'export.as-of-incomplete': 'as of <age></age>, incomplete',
  'export.incomplete': 'incomplete',
  'export.download': 'Download {format}',
  'export.rows': '{done, number} of {count, number} rows',
  'export.size': '{size, number} KB',
  'export.saved': 'Saved {file}',
  'export.failed': 'The export failed:',

  'keys.title': 'Keyboard',
  'keys.search': 'Search',
  'keys.filter': 'Add a filter',
  'keys.step': 'Next and previous row',
  'keys.open': 'Open the row',
  'keys.select': 'Select the row, where rows can be selected',
  'keys.extend': 'Select the rows between as well',
  'keys.close': 'Close the row, a menu, or clear the search',
  'keys.move': 'Move a column, in its header',
  'keys.resize': 'Change a column’s width, on its edge',
  'keys.help': 'This help',
} as const
