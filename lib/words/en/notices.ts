/** What the server says about a source to its operators. Answers of the API carry these texts in English. */
export const notices = {
  'fix.unauthorized': 'Check {key}: the key may have been revoked or replaced. Then restart Furrow.',
  'fix.forbidden': 'Ask the source’s operator to give this key access to the list.',
  'fix.not_found': 'Check {url}: the list is not at this address.',
  'fix.rate_limited': 'Furrow tries again by itself. If it happens often, set SYNC_INTERVAL_SECONDS higher.',
  'fix.timeout':
    'Furrow tries again by itself. If it lasts, check that {url} can be reached from this machine.',
  'fix.unavailable':
    'Furrow tries again by itself. If it lasts, check that {url} is right and can be reached.',
  'fix.malformed':
    'Furrow tries again by itself. If it lasts, check {url}, and ask the source’s operator whether its format changed.',
  'fix.too_large': 'Ask the source’s operator why its answers are this large.',
  'fix.blocked': 'Check {url} and the source’s certificate: the address or its redirect was refused.',
  unread: '{source} could not be read.',
  attention: '{source} needs attention.',
  'attention.fix': 'Whoever operates Furrow is told what to do.',

  off: '{source} is not connected.',
  'off.fix': 'Set {url} and {key}.',
  address:
    'This server has the address {own}, but the data is read from {recorded}: details show the last sync, and PDFs are not available.',
  'address.fix': 'Set {url} to the same address for the web server and the worker, then restart them.',
  'no-names': 'No funding sources are configured, so rows that do not name one stay unassigned.',
  'no-names.fix':
    'Set HELLO_TRACTOR_FUNDING_SOURCES to their names as a JSON array, such as ["AGRI-FUND-1"].',
  unused: 'No row belongs to the funding source "{name}".',
  'unused.fix': 'Check the spelling of "{name}" in HELLO_TRACTOR_FUNDING_SOURCES.',
  'no-currency': 'The report names no currency: amounts are shown without one and never summed.',
  'no-currency.fix': 'Set PAYMENT_LINKS_CURRENCY to the currency of the account, such as NGN.',

  ignored:
    'The filter by {filter, select, currency {currency} other {funding source}} of {list, select, invoices {invoices} other {billing periods}} gives rows for "{value}", which does not exist: it is ignored or matches loosely. Attribution by it is off.',
  'ignored.fix':
    'Ask the source’s operator why the filter {filter} does not work for this key; it is tried again every few minutes.',
  refused:
    'The source does not accept the {filter, select, currency {currency} other {funding source}} "{value}" for {list, select, invoices {invoices} other {billing periods}}; rows that had it keep it.',
  'refused.fix':
    'Check the spelling of "{value}" in {filter, select, currency {HELLO_TRACTOR_CURRENCIES} other {HELLO_TRACTOR_FUNDING_SOURCES}}.',
  'dates-ignored':
    'The source ignores the dates that it is asked for in {list, select, invoices {invoices} other {billing periods}}, so its answers are not used.',
  'dates-ignored.fix':
    'Ask the source’s operator why the date filters do not work for this key. The last data stays; Furrow tries again by itself.',
  doubt:
    'Some rows in {weeks, plural, one {# week} other {# weeks}} may lack their funding source. People who see only some funding sources read these weeks as partial.',
  'doubt.fix':
    'Furrow keeps the funding source that each row had, and syncs these weeks again. The reason is listed with each week.',

  gone: '{rows, number} of {all, number} {list, select, invoices {invoices} other {billing periods}} of the week of {day} are no longer listed by the source. They are kept until someone confirms that they are gone.',
  'gone.fix': 'Look at the source; if they are gone, confirm it below, or run: {command}',
  rejected: '{rows, plural, one {# row has} other {# rows have}} no readable id and cannot be mirrored.',
  'rejected.fix': 'Ask the source’s operator to correct these rows.',
  undated:
    '{rows, plural, one {# of the {list, select, invoices {invoices} other {billing periods}} that the source counts is returned by no date filter, so it is} other {# of the {list, select, invoices {invoices} other {billing periods}} that the source counts are returned by no date filter, so they are}} not mirrored.',
  'undated.fix': 'Look for rows without a date at the source.',
  ambiguous:
    '{rows, plural, one {# row is} other {# rows are}} claimed by more than one funding source and therefore counted with none.',
  'ambiguous.fix': 'Check that no name in HELLO_TRACTOR_FUNDING_SOURCES stands for another one too.',
  repaired:
    'The totals of {days, plural, one {# day} other {# days}} of {list, select, invoices {invoices} other {billing periods}} did not match their rows. They were calculated again, last on {day}.',
  'repaired.fix':
    'If this happens again, make sure that nothing but this release of Furrow writes into its database.',
  unchanged:
    '{rows, plural, one {# row} other {# rows}} came with other content under an unchanged update time; what was known first is kept.',
} as const
