/** Texts about what changed the rate. */
export const bridge = {
  title: 'Why the rate changed',
  about:
    'The change of the collection rate against the same number of days before, both at the same age, divided into parts that add up to it.',
  csv: 'Why the rate changed',
  failed: 'Why the rate changed couldn’t be loaded',
  past: 'Furrow explains the change up to today only. To see it, remove the filter As of.',
  'other-currency': 'Shown for {currency}. For another currency, choose it alone in the filter Currency.',

  'lead.rate': '{currency}: {was} → {now}',
  'lead.dates': '{days} compared with {before} as it stood on {day}, at the same age.',
  rule: '“By own rate” is the part that comes from a group’s own rate. “By share of billed” is the part that comes from the group making up more or less of what was billed.',

  'column.funding-source': 'Funding source',
  'column.contracts': 'Contracts',
  'column.rate': 'Rate',
  'column.share': 'Share of billed',
  'column.performance': 'By own rate',
  'column.mix': 'By share of billed',
  'column.together': 'Change',
  'table.sources': '{currency}: why the rate changed, by funding source',
  'table.contracts': '{currency}: why the rate changed, by contracts',
  total: 'Change of the rate',
  unassigned: 'Unassigned',
  'open.was': 'Open the earlier billing periods',
  'open.now': 'Open the billing periods of these dates',
  'contracts.continuing': 'Billed in both',
  'contracts.new': 'New',
  'contracts.ended': 'Ended',
  'contracts.unnamed': 'No contract',
  'hint.continuing': 'Contracts with a billed period in both date ranges',
  'hint.new': 'Contracts billed in these dates and not in the earlier ones',
  'hint.ended': 'Contracts billed in the earlier dates and not in these',
  'hint.unnamed': 'Billing periods without a contract in the source',
  'nothing-billed': 'Nothing was billed',

  'refused.why': 'The change can’t be explained: {why}.',
  'refused.no_rate_now': 'These dates have no collection rate, so there is no change to explain.',
  'refused.no_rate_before': 'The earlier dates, {before}, have no collection rate to compare with.',
  'refused.not_observed':
    'The change can’t be explained yet: Furrow did not observe the earlier dates, {before}, when they were as old as these are now.',
  'refused.until':
    'Its history begins on {since}, so dates of this length can be explained from {day} on, shorter ones sooner.',
  'refused.no-history': 'Furrow’s history begins with its first complete sync.',
  'refused.uncertain':
    'The change can’t be explained: for too many of the earlier billing periods, {before}, Furrow can’t tell what they were when they were as old as these are now.',
  'refused.no_rate_then':
    'The earlier dates, {before}, had no collection rate when they were as old as these are now.',
  'refused.credits':
    'The change can’t be divided: credits leave a group with a collected amount and nothing billed.',
} as const
