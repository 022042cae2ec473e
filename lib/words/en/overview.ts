/** Texts of the overview. */
export const overview = {
  title: 'Overview',
  failed: 'The overview couldn’t be loaded',
  currency: 'Currency',

  'figure.billed': 'Billed',
  'figure.collected': 'Collected',
  'figure.rate': 'Collection rate',
  'figure.outstanding': 'Outstanding',
  'figure.failed': 'Failed',
  'means.billed':
    'Collected + failed + pending (including sent to the payment service). Drafts are not billed.',
  'means.collected':
    'Billing periods paid in full (Payment complete), at face value; this is not the cash received in these dates. The source doesn’t report part payments.',
  'means.rate':
    'Collected ÷ billed, of the same periods and currency; shown only if billed is above zero and collected is between zero and billed. It is never an average of rates, and it is neither a repayment rate nor PAR.',
  'means.outstanding': 'Billed − collected: failed and pending.',
  'means.failed': 'Billing periods with the status Payment failed.',

  'figures.title': 'Key figures',
  'figures.failed': 'The figures couldn’t be loaded',
  'figures.loading': 'Loading the key figures',
  'figures.means': 'What {figure} means',
  'figures.means-label': '{figure}: what it means',
  'figures.exactly':
    ', exactly {amount}: list {count, plural, one {# billing period} other {# billing periods}}',
  'figures.settled': '{rate} without the last {weeks, number} weeks',
  'figures.periods': '{count, plural, one {# period} other {# periods}}',
  'figures.periods-excluded':
    '{count, plural, one {# period} other {# periods}} · {excluded, number} excluded',
  'figures.periods-partial': 'partial · {count, plural, one {# period} other {# periods}}',
  'change.last-year': 'vs last year',
  'change.none-title': 'No comparison: {why}',
  'change.failed': '{versus}: couldn’t be loaded',

  'part.rate-collected': 'Numerator: collected',
  'part.rate-billed': 'Denominator: billed',
  'part.collected': 'Collected',
  'part.failed': 'Failed',
  'part.in-flight': 'Pending',
  'about.last-year': 'Last year, {dates}',
  'about.failed': 'couldn’t be loaded',
  'about.left-out': '<strong>Excluded:</strong> {parts}. Other currencies have their own figures.',
  'about.nothing': 'none',
  'about.running': 'The current week counts what is billed so far; comparisons stop at the same day.',
  'about.fresh':
    'Payments for the last {weeks, number} weeks are still arriving, so these weeks look lower than earlier ones. The headline doesn’t compare them.',
  'about.list': 'List the {count, plural, one {# billing period} other {# billing periods}}',

  'weekly.title': 'Weekly billing by payment status',
  'weekly.loading': 'Loading weekly billing by payment status',
  'weekly.failed': 'Weekly billing couldn’t be loaded either.',

  'sources.title': 'By funding source',
  'sources.failed': 'The funding sources couldn’t be loaded',
  'sources.unread': 'These dates haven’t synced yet.',
  'sources.none': 'Nothing was billed in these dates.',
  'sources.name': 'Funding source',
  'sources.billed': 'Billed',
  'sources.collected': 'Collected',
  'sources.rate': 'Rate',
  'sources.unassigned': 'Unassigned',

  'stuck.title': 'Longest unpaid',
  'stuck.all': 'All {count, number}',
  'stuck.failed': 'The unpaid periods couldn’t be loaded',
  'stuck.none': 'Every period that has ended is paid in full.',
  'stuck.period': 'Period {id}',
  'stuck.ended': 'Ended {day}',
  'stuck.days': '{days, plural, one {# day} other {# days}}',
  'stuck.amount': 'Amount unknown: {why}',

  'headline.nothing-billed': 'Nothing was billed in {currency}',
  'headline.not-read': 'No data for {currency} in these dates yet',
  'headline.not-read-why': 'These dates haven’t synced yet, so billed amounts are unknown.',
  'headline.left-out': 'Too much data is missing to show a collection rate',
  'headline.left-out-why':
    '{share} of the billing periods are excluded: {out, number} of {all, number} have no valid amount, status or currency. See Sources for the reasons.',
  'headline.no-rate': 'No collection rate in {currency}: {why}',
  'headline.incomplete': 'Collection rate so far: {rate}',
  'headline.incomplete-why': 'Some of these dates haven’t synced yet, so there is no comparison.',
  'headline.early': '{rate} of what was billed is collected so far',
  'headline.stands': 'Collection rate: {rate}',
  'headline.holding': 'Collection rate is steady: {now}, from {before}',
  'headline.slipping': 'Collection rate is down: {now}, from {before}',
  'headline.improving': 'Collection rate is up: {now}, from {before}',
  'headline.basis':
    'Weeks old enough to compare: {now}, before {before} ({change}). Payments for the last {weeks, number} weeks are still arriving, so they are not compared.',
  'why.too_recent': 'Payments for these weeks are still arriving, so it is too early to compare them.',
  'why.nothing_before': 'Nothing was billed in the previous range, so there is nothing to compare with.',
  'why.incomplete_before':
    'The previous range hasn’t synced completely, so there is nothing to compare with.',
  'why.left_out_before': 'Over 1% of the previous range is excluded, so there is nothing to compare with.',
} as const
