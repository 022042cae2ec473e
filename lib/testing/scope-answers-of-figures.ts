import 'server-only'
import { collectionFilters, summaryFilters } from '#lib/collections/filters.ts'
import { parseParams } from '#lib/search-params.ts'
import { readKindSums } from '#lib/server/collections/bridge-sums.ts'
import { agedChanges, collectedByAge } from '#lib/server/collections/collected-by-age.ts'
import { whereOf } from '#lib/server/collections/compared-range.ts'
import { compareCollections } from '#lib/server/collections/comparison.ts'
import { rateBridge } from '#lib/server/collections/rate-bridge.ts'
import { collectionSummary } from '#lib/server/collections/summary.ts'
import { periodsAt } from '#lib/server/collections/sums.ts'
import { collectionTargets } from '#lib/server/collections/targets.ts'
import { unpaidByAge } from '#lib/server/collections/unpaid-by-age.ts'
import { weeklyCollections } from '#lib/server/collections/weekly.ts'
import { readSnapshot } from '#lib/server/db/client.ts'
import { find } from '#lib/server/find/find.ts'
import { filterOptions } from '#lib/server/lists/filter-options.ts'
import { sourcesHealth } from '#lib/server/sources/health.ts'
import type { Viewer } from '#lib/server/viewer.ts'
import { SOURCES } from '#lib/sources.ts'
import type { ScopeAnswers } from './scope-asked.ts'

/** Returns what the reads of figures, choices and health answer to a viewer. */
export async function answersOfFigures(viewer: Viewer): Promise<ScopeAnswers> {
  const { weeks } = await weeklyCollections(viewer, parseParams(collectionFilters, new URLSearchParams()))
  const answers: ScopeAnswers = {
    weeks: weeks
      .map(({ week, currency, count, collected }) => [week, currency, count, collected].join(' '))
      .sort(),
  }
  // Every row has this letter; places where nothing is found are left out.
  const { found } = await find(viewer, { search: 'r' })
  answers.found = found.map(({ place, count }) => `${place} ${count}`).sort()
  const unpaid = await unpaidByAge(viewer, parseParams(collectionFilters, new URLSearchParams()))
  answers['unpaid by age'] = unpaid.ages
    .map(({ currency, count, outstanding }) => `${currency} ${count} ${outstanding}`)
    .sort()
  const ages = await readSnapshot(viewer, ({ tx }) =>
    agedChanges(tx, viewer, { currency: [], funding_source: [], from: null, to: null }),
  )
  answers['collected by age'] = ages
    .map(({ currency, count, amount }) => `${currency} ${count} ${amount}`)
    .sort()
  answers['billed by week and age'] = (
    await collectedByAge(viewer, parseParams(collectionFilters, new URLSearchParams()))
  ).weeks
    .map(({ week, currency, collected }) => `${week} ${currency} ${collected}`)
    .sort()
  // The latest point holds every day of the rows.
  const everything = { currency: [], funding_source: [] }
  const { targets } = await collectionTargets(viewer, everything, new Date('2026-05-20T12:00:00Z'))
  answers.targets = targets
    .map(({ fundingSource, currency, percent, points }) =>
      [fundingSource, currency, percent, points[0]?.billed].join(' '),
    )
    .sort()
  const all = { currency: 'NGN', funding_source: [], from: '2000-01-03', to: '2100-01-03' }
  const { now } = await compareCollections(viewer, all)
  answers.comparison = [`${now.figures.count} ${now.figures.collected}`]
  const { refused, explained } = await rateBridge(viewer, all)
  answers.bridge = refused ?? explained
  const parts = await readSnapshot(viewer, ({ tx }) => {
    const where = whereOf({ viewer, filters: { ...all, currency: ['NGN'] } })
    return readKindSums(tx, {
      from: periodsAt(viewer, null),
      where,
      days: all,
      before: { from: '1999-01-04', to: '2000-01-02' },
      asOf: null,
    })
  })
  answers['parts of the change'] = parts
    .map(({ fundingSource, contracts, count, now: sums }) =>
      [fundingSource, contracts, count, sums?.billed, sums?.collected].map(String).join(' '),
    )
    .sort()
  for (const group of ['funding_source', 'status', 'currency']) {
    const filters = parseParams(summaryFilters, new URLSearchParams({ group_by: group }))
    const { groups } = await collectionSummary(viewer, filters)
    answers[`summary by ${group}`] = groups
      .map((each) => `${each.group} ${each.currency} ${each.count}`)
      .sort()
  }
  const lists = [
    { list: 'billing-periods', source: null } as const,
    { list: 'contracts', source: null } as const,
    ...SOURCES.map((source) => ({ list: 'invoices', source }) as const),
  ]
  for (const list of lists) {
    const { options, seasons } = await filterOptions(viewer, list)
    answers[`seasons ${list.source ?? list.list}`] =
      seasons?.map(({ fundingSource }) => fundingSource) ?? null
    for (const [name, choices] of Object.entries(options))
      answers[`choices ${list.source ?? list.list} ${name}`] = choices
        .map(({ value, count }) => `${value} ${count}`)
        .sort()
  }
  const ofPeriods = { list: 'billing-periods', source: null } as const
  const { more } = await filterOptions(viewer, ofPeriods)
  answers['contracts to choose from'] = more.contract?.total ?? 0
  const { options } = await filterOptions(viewer, { ...ofPeriods, filter: 'contract' })
  answers['choices billing-periods contract'] = (options.contract ?? [])
    .map(({ value, count }) => `${value} ${count}`)
    .sort()
  const { sources } = await sourcesHealth(viewer)
  for (const { source, resources } of sources)
    for (const { resource, rows, unassigned, ambiguous } of resources)
      answers[`rows ${source} ${resource}`] = { rows, unassigned, ambiguous }
  return answers
}
