/**
 * What operators should know or do about a source. Screens show these in the reader’s language; answers of the
 * API carry them in English beside the code.
 */
export const notices = {
  'fix.unauthorized': 'Check {key}: the key may have been revoked or replaced. Then restart Furrow.',
  'fix.forbidden': 'Ask the source’s operator to give this key access to the list.',
  'fix.not_found': 'Check {url}: the list is not at this address.',
  'fix.rate_limited':
    'Furrow tries again by itself. If this happens often, set SYNC_INTERVAL_SECONDS higher.',
  'fix.timeout': 'Furrow tries again by itself. If this lasts, check that this machine can reach {url}.',
  'fix.unavailable':
    'Furrow tries again by itself. If this lasts, check that {url} is correct and reachable.',
  'fix.malformed':
    'Furrow tries again by itself. If this lasts, check {url}, and ask the source’s operator whether the format changed.',
  'fix.too_large': 'Ask the source’s operator why the responses are this large.',
  'fix.blocked': 'Check {url} and the source’s certificate: the address or its redirect was refused.',
  unread: '{source} couldn’t be synced.',
  attention: '{source} needs attention.',
  'attention.fix': 'Furrow’s operators can see what to do.',

  off: '{source} is not connected.',
  'off.fix': 'Set {url} and {key}.',
  address:
    'This server is configured for {own}, but the data comes from {recorded}. Details show the last sync, and PDFs are not available.',
  'address.fix': 'Set {url} to the same address for the web server and the worker, then restart them.',
  'no-names': 'No funding sources are configured, so rows without one stay unassigned.',
  'no-names.fix':
    'Set HELLO_TRACTOR_FUNDING_SOURCES to their names as a JSON array, such as ["AGRI-FUND-1"].',
  unused: 'No rows belong to the funding source "{name}".',
  'unused.fix': 'Check the spelling of "{name}" in HELLO_TRACTOR_FUNDING_SOURCES.',
  'no-currency': 'The report doesn’t state a currency, so amounts are shown without one and never added up.',
  'no-currency.fix': 'Set PAYMENT_LINKS_CURRENCY to the currency of the account, such as NGN.',

  ignored:
    'The {filter, select, currency {currency} other {funding source}} filter of {list, select, invoices {invoices} other {billing periods}} returns rows for "{value}", which doesn’t exist. The source ignores the filter or matches it loosely, so Furrow doesn’t assign rows by it.',
  'ignored.fix':
    'Ask the source’s operator why the filter {filter} doesn’t work for this key. Furrow tries again every few minutes.',
  refused:
    'The source doesn’t accept the {filter, select, currency {currency} other {funding source}} "{value}" for {list, select, invoices {invoices} other {billing periods}}. Rows already assigned to it keep it.',
  'refused.fix':
    'Check the spelling of "{value}" in {filter, select, currency {HELLO_TRACTOR_CURRENCIES} other {HELLO_TRACTOR_FUNDING_SOURCES}}.',
  'dates-ignored':
    'The source ignores the dates in requests for {list, select, invoices {invoices} other {billing periods}}, so its responses are not used.',
  'dates-ignored.fix':
    'Ask the source’s operator why the date filters do not work for this key. The last data stays, and Furrow tries again by itself.',
  doubt:
    'Some rows in {weeks, plural, one {# week} other {# weeks}} may lack their funding source. For people who see only some funding sources, these weeks are partial.',
  'doubt.fix':
    'Furrow keeps the funding source that each row had, and syncs these weeks again. The reason is listed with each week.',

  gone: '{rows, number} of {all, number} {list, select, invoices {invoices} other {billing periods}} of the week of {day} have disappeared from the source. They are kept until someone confirms that they are gone.',
  'gone.fix': 'Check the source. If they are gone, confirm it below, or run: {command}',
  rejected:
    '{rows, plural, one {# row has no valid id and is} other {# rows have no valid id and are}} left out.',
  'rejected.fix': 'Ask the source’s operator to correct these rows.',
  undated:
    'The source counts {list, select, invoices {{rows, plural, one {# invoice} other {# invoices}}} other {{rows, plural, one {# billing period} other {# billing periods}}}} that it lists under no date, so {rows, plural, one {it is} other {they are}} missing here.',
  'undated.fix': 'Look for rows without a date in the source.',
  ambiguous:
    '{rows, plural, one {# row is} other {# rows are}} in more than one funding source, and therefore assigned to none.',
  'ambiguous.fix': 'Check that no name in HELLO_TRACTOR_FUNDING_SOURCES also matches another one.',
  repaired:
    'The totals of {days, plural, one {# day} other {# days}} of {list, select, invoices {invoices} other {billing periods}} didn’t match their rows. They were calculated again, last on {day}.',
  'repaired.fix':
    'If this happens again, make sure that nothing but this release of Furrow writes to its database.',
  unchanged:
    '{rows, plural, one {# row} other {# rows}} arrived with different content but the same update time. Furrow keeps the earlier content.',
} as const
