/** Texts that all lists share. `list` is the list's name in the code, see `ListName`. */
export const list = {
  changes: 'Changes',
  'field.amount': 'Amount',
  'field.funding-source': 'Funding source',
  'unpaid-over': 'Unpaid for',
  'changed-since': 'Changed since',
  'as-of.label': 'As of',
  'as-of.not-kept': 'Not kept for earlier days',
  'assigned.row': 'Provided by the source',
  'assigned.filter': 'Assigned by the source’s funding filter',
  'assigned.unassigned': 'Not in any funding source',
  'assigned.ambiguous': 'In more than one funding source',

  loading:
    '{list, select, invoices {Loading invoices} periods {Loading billing periods} contracts {Loading contracts} events {Loading events} people {Loading people} requests {Loading requests} integrations {Loading integrations} sources {Loading funding sources} other {Loading rows}}',
  failed:
    '{list, select, invoices {The invoices couldn’t be loaded} periods {The billing periods couldn’t be loaded} contracts {The contracts couldn’t be loaded} events {The events couldn’t be loaded} people {The people couldn’t be loaded} requests {The requests couldn’t be loaded} integrations {The integrations couldn’t be loaded} sources {The funding sources couldn’t be loaded} other {The rows couldn’t be loaded}}',
  stale: 'These rows may be out of date.',
  'more.failed': 'The next rows couldn’t be loaded.',
  'more.loading': 'Loading more rows',
  'offline.title': 'You are offline',
  'offline.rows':
    '{list, select, invoices {The invoices appear as soon as you are back online.} periods {The billing periods appear as soon as you are back online.} contracts {The contracts appear as soon as you are back online.} events {The events appear as soon as you are back online.} people {The people appear as soon as you are back online.} requests {The requests appear as soon as you are back online.} integrations {The integrations appear as soon as you are back online.} sources {The funding sources appear as soon as you are back online.} other {The rows appear as soon as you are back online.}}',
  'offline.former':
    'You are offline. Rows and totals still show your previous filters and update when you are back online.',

  'empty.match':
    '{list, select, invoices {No invoices match} periods {No billing periods match} contracts {No contracts match} events {No events match} other {No rows match}}',
  'empty.yet':
    '{list, select, invoices {No invoices yet} periods {No billing periods yet} contracts {No contracts yet} events {No events yet} other {No rows yet}}',
  'empty.clear': 'Clear filters',
  'empty.match-reading': 'Some weeks are still being synced, so more may appear.',
  'empty.match-why': 'Try a wider date range or remove a filter.',
  'empty.yet-reading':
    'They appear here as soon as the first weeks are synced. See the progress under Sources.',
  'empty.yet-why': 'All data is up to date, and the source lists none that you can access.',

  gone: '{list, select, invoices {The source hasn’t listed this invoice since {time}.} periods {The source hasn’t listed this billing period since {time}.} other {The source hasn’t listed this row since {time}.}}',

  'sort.label': 'Sort by',
  'sort.by-amount': 'Sort by amount',
  'sort.one-currency':
    'Filter by one currency to sort by amount: amounts in different currencies can’t be compared',
  'select.all':
    '{list, select, invoices {Select all loaded invoices} periods {Select all loaded billing periods} events {Select all loaded events} other {Select all loaded rows}}',
  show: '{list, select, invoices {{count, plural, one {Show # invoice} other {Show # invoices}}} periods {{count, plural, one {Show # period} other {Show # periods}}} contracts {{count, plural, one {Show # contract} other {Show # contracts}}} events {{count, plural, one {Show # event} other {Show # events}}} other {{count, plural, one {Show # row} other {Show # rows}}}}',

  'totals.label':
    '{list, select, invoices {Invoice totals} periods {Billing period totals} contracts {Contract totals} events {Event totals} other {Row totals}}',
  'totals.label-so-far':
    '{list, select, invoices {Invoice totals so far} periods {Billing period totals so far} contracts {Contract totals so far} events {Event totals so far} other {Row totals so far}}',
  'totals.count':
    '{list, select, invoices {{count, plural, one {<b>#</b> invoice} other {<b>#</b> invoices}}} periods {{count, plural, one {<b>#</b> period} other {<b>#</b> periods}}} contracts {{count, plural, one {<b>#</b> contract} other {<b>#</b> contracts}}} events {{count, plural, one {<b>#</b> event} other {<b>#</b> events}}} other {{count, plural, one {<b>#</b> row} other {<b>#</b> rows}}}}',
  'totals.in':
    '{list, select, invoices {{count, plural, one {# invoice in {currency}} other {# invoices in {currency}}}} periods {{count, plural, one {# period in {currency}} other {# periods in {currency}}}} contracts {{count, plural, one {# contract in {currency}} other {# contracts in {currency}}}} events {{count, plural, one {# event in {currency}} other {# events in {currency}}}} other {{count, plural, one {# row in {currency}} other {# rows in {currency}}}}}',
  'totals.sums': 'Totals',
  'totals.sums-so-far': 'Totals so far',
  'totals.missing': 'Missing data',
  'totals.incomplete': 'Partial',
  'totals.all': 'Total of all matching rows',
  'totals.as-of': 'as of <age></age>',
  'totals.renew': 'Show newer data',
  'totals.unknown': '{count, number} without an amount',
  'totals.unknown-why':
    'The source provides no valid amount for these. They are counted but excluded from totals.',
  'totals.no-currency': '{count, number} without a currency',
  'totals.no-currency-why':
    '{list, select, invoices {Invoices without a currency are counted but excluded from totals.} periods {Billing periods without a currency are counted but excluded from totals.} contracts {Contracts without a currency are counted but excluded from totals.} events {Events without a currency are counted but excluded from totals.} other {Rows without a currency are counted but excluded from totals.}}',

  'columns.button': 'Columns',
  'columns.title': 'Columns and row height',
  'columns.up': 'Move {column} up',
  'columns.down': 'Move {column} down',
  'columns.pin': 'Keep the first column in view',
  'columns.height': 'Row height',
  'columns.standard': 'Standard',
  'columns.compact': 'Compact',
  'columns.reset': 'Reset',

  'export.title': 'Export',
  'export.button': 'Export<wide> {count, plural, one {# row} other {# rows}}</wide>',
  'export.what':
    '{list, select, invoices {{count, plural, one {{format} with # invoice} other {{format} with # invoices}}} periods {{count, plural, one {{format} with # period} other {{format} with # periods}}} contracts {{count, plural, one {{format} with # contract} other {{format} with # contracts}}} events {{count, plural, one {{format} with # event} other {{format} with # events}}} other {{count, plural, one {{format} with # row} other {{format} with # rows}}}}',
  'export.format': 'Format',
  'export.for': 'For',
  'export.for-people': 'People',
  'export.for-data': 'Programs',
  'export.holds': 'Contents',
  'export.holds-people':
    '{count, plural, one {# column} other {# columns}} as on screen, times in {zone}, a total for each currency',
  'export.holds-data': 'All fields under their API names, days as in ISO 8601, times in UTC',
  'export.notes': 'Filters, totals and age of the data',
  'export.notes-end': 'Below rows',
  'export.notes-none': 'Left out',
  'export.notes-file': 'Second file',
  'export.notes-hint.end': 'In lines that begin with #',
  'export.notes-hint.none': 'Without them you can’t tell whether the file is complete',
  'export.notes-hint.file': 'Both files in one ZIP',
  'export.search': 'Search',
  'export.filters': 'Filters',
  'export.no-filters': 'No filters: all rows you can access',
  'export.total': 'Total {currency}',
  'export.total-so-far': 'Total so far {currency}',
  'export.separator': 'Separator',
  'export.comma-or-xlsx': 'Comma. If your spreadsheet expects semicolons, choose XLSX.',
  'export.comma': 'Comma. If your spreadsheet expects semicolons, import the file as comma-separated.',
  'export.unknown': 'Without an amount',
  'export.blank': '{count, number}, left blank',
  'export.data': 'Data',
  'export.as-of': 'As of <age></age>',
  'export.as-of-incomplete': 'As of <age></age>, partial',
  'export.incomplete': 'Partial',
  'export.download': 'Download {format}',
  'export.rows': '{done, number} of {count, number} rows',
  'export.size': '{size, number} KB',
  'export.saved': 'Saved {file}',
  'export.failed': 'The export couldn’t be created:',

  'keys.title': 'Keyboard shortcuts',
  'keys.search': 'Search',
  'keys.find': 'Find anything, from any page',
  'keys.filter': 'Add a filter',
  'keys.step': 'Next and previous row',
  'keys.open': 'Open the row',
  'keys.select': 'Select the row (where available)',
  'keys.extend': 'Select a range of rows',
  'keys.close': 'Close the row or menu, or clear the search',
  'keys.move': 'Move the focused column',
  'keys.resize': 'Resize the focused column',
  'keys.help': 'Show this help',

  'code.too_many_exports': 'You have two exports running. Wait for one to finish, or cancel it.',
  'code.too_many_rows':
    'A spreadsheet holds up to {max, number} rows, but {rows, number} match. Narrow the filters, or choose CSV.',
  'code.sort_needs_currency':
    'Amounts in different currencies can’t be compared. Filter by one currency to sort by amount.',
  'code.amount_needs_currency':
    'Amounts in different currencies can’t be compared. Choose one currency to filter by amount.',
  'wrong.foreign_cursor': 'The next rows can’t be added to these. Reload the page.',

  'wrong.owner_outside': 'Choose an owner who may see the row.',
  'wrong.note_full':
    'The note on {row} would have more than {max, plural, one {# character} other {# characters}}. Shorten it first.',
  note: 'Note',
  'note.any': 'Any note',
  'note.open': 'Open',
  'note.done': 'Done',
  'note.owner': 'Note owner',
  'note.nobody': 'Nobody',
} as const
