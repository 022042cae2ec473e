/** Texts of the report, a page to hand out. */
export const report = {
  title: 'Collections report',
  failed: 'The report couldn’t be loaded',
  stamp: '{time} · Times are in {zone} · Furrow {release}',
  sandbox: '· Sandbox data: generated, not real',
  further:
    '{count, plural, one {# more currency is} other {# more currencies are}} not in this report. See Collections.',

  print: 'Print or save as PDF',
  'mark.act': 'Mark as handed out',
  'mark.why': 'Your next report, from tomorrow, will show what changed since this one.',
  'mark.done': 'Handed out on {time}',
  'mark.failed': 'The report couldn’t be marked.',

  'changes.title': 'Changes since the last report',
  'changes.first': 'You haven’t marked an earlier report as handed out, so there is none to compare with.',
  'changes.no-history': 'Furrow keeps changes once every week has been synced completely.',
  'changes.since': 'Billing periods of all dates that differ from those of the report of {time}.',
  'changes.since-history':
    'Billing periods of all dates that differ from those of {time}, when Furrow began to keep changes.',
  'changes.link': 'Show the changes',
  'changes.none': 'Nothing changed.',
  'changes.failed': 'The changes couldn’t be loaded',

  definitions: 'What the figures mean',
  named:
    'A change of a rate is named only if it is at least 1 percentage point and outside the 95% interval of the difference, by contract.',
  'left-out.title': 'Left out',
  'left-out.nothing': 'nothing',
  'left-out.means':
    'No amount includes these billing periods. The contracts with the most outstanding cover all weeks, not only these dates.',
  'left-out.unknown': 'not known: the figures couldn’t be loaded',
  'ages.title': 'Age of the data',
  'ages.list': '{source}, {list}:',
  'ages.times': 'recent weeks as of {recent}, older weeks as of {history};',
  'ages.complete': 'all weeks complete',
  'ages.partial': '{complete, number} of {total, number} weeks complete',
  'ages.means': 'The figures come from the billing periods of Hello Tractor.',
  filters: 'Filters',
  'filters-why': 'A billing period belongs to the week in which it starts.',
} as const
