// biome-ignore-all lint/suspicious/noTemplateCurlyInString: what is found and put is code.
import 'server-only'
import type { Bug } from './bug.ts'
import { READING_BUGS } from './bugs-in-reading.ts'

const WRITING_BUGS: readonly Bug[] = [
  {
    name: 'an older version of a link overwrites a newer one',
    file: 'link-stage.ts',
    find: 'or coalesce(link_stage.version > ${storedVersion(now)}, true)',
    put: 'or true',
  },
  {
    name: 'of two versions of a link in one run the older one is kept',
    file: 'link-stage.ts',
    find: 'order by version desc nulls last, query_day desc, seq desc',
    put: 'order by version nulls last, query_day, seq',
  },
  {
    name: 'the window is stamped before its rows are written',
    file: 'apply.ts',
    find: 'return transact(db, async (tx) => {',
    put: 'run = { ...run, window: await stampWindow(db, tableOf(run.window.resource), run, false) }\n  return transact(db, async (tx) => {',
  },
  {
    name: 'rows are written outside of the transaction',
    file: 'apply.ts',
    find: 'await writeChanges(tx, table, run, changes)',
    put: 'await writeChanges(db, table, run, changes)',
  },
  {
    name: 'a partial walk makes rows disappear',
    file: 'changes.ts',
    find: 'if (run.isWholeChecked) noticeAbsence(run, stored, changes)',
    put: 'noticeAbsence(run, stored, changes)',
  },
  {
    name: 'a row is gone after one run without it',
    file: 'changes.ts',
    find: 'if (!former.isMissing) changes.missing.push(former.id)\n    else changes.gone.push(former.id)',
    put: 'if (!former.isMissing) changes.missing.push(former.id)\n    changes.gone.push(former.id)',
  },
  {
    name: 'a row that reappears is not revived',
    file: 'changes.ts',
    find: 'former.isGone ||\n    row.contentHash',
    put: 'row.contentHash',
  },
  {
    name: 'a row seen again stays missing',
    file: 'changes.ts',
    find: 'if (former.isMissing || windowFrom !== former.windowFrom) changes',
    put: 'if (windowFrom !== former.windowFrom) changes',
  },
  {
    name: 'the day that a row leaves is not added up again',
    file: 'changes.ts',
    find: 'if (former !== null) changes.days.add(former.day)',
    put: '',
  },
  {
    name: 'the day of a row that is gone is not added up again',
    file: 'apply.ts',
    find: 'for (const id of changes.gone) changes.days.add(stored.get(id)?.day ?? null)',
    put: '',
  },
  {
    name: 'gone rows are counted in the aggregates',
    file: 'aggregates.ts',
    find: 'where ${isAnyOf(dayColumn)} and gone_at is null and',
    put: 'where ${isAnyOf(dayColumn)} and',
  },
  {
    name: 'a gone row is still counted by its window',
    file: 'changes.ts',
    find: '!gone.has(row.id) && ',
    put: '',
  },
  {
    name: 'a window counts the rows of its neighbours',
    file: 'changes.ts',
    find: 'row.windowFrom === fromDay && !row.isGone && !gone',
    put: '!row.isGone && !gone',
  },
  {
    name: 'the week of a day that empties keeps what it held',
    file: 'aggregates.ts',
    find: 'where ${isStale} and',
    put: 'where ${isStale} and exists (select from ${parts} as part where part.day between ${whole}.day and ${whole}.day + 6) and',
  },
  {
    name: 'a week holds the day after it as well',
    file: 'aggregates.ts',
    find: 'day < span.before',
    put: 'day <= span.before',
  },
  {
    name: 'years are not added up again',
    file: 'aggregates.ts',
    find: "  await refreshSpans(tx, { table, source, finer: 'week', level: 'year' }, days)",
    put: '',
  },
  {
    name: 'weeks without a day are not added up again',
    file: 'aggregates.ts',
    find: 'if (days.has(null)) await replace(',
    put: 'if (false) await replace(',
  },
  {
    name: 'the sums of a week that empties stay',
    file: 'aggregates.ts',
    find: 'with emptied as (delete from collection_week as of_week where',
    put: 'with emptied as (delete from collection_week as of_week where false and',
  },
  {
    name: 'aggregates that a former release left stay as they are',
    file: 'check-aggregates.ts',
    find: 'await refreshAggregates(tx, tableOf(list.resource), list.source, days)',
    put: '',
  },
  {
    name: 'weeks that a former release left are not compared with their days',
    file: 'check-aggregates.ts',
    find: `    {
      kept: 'week',
      derived: ofFiner(table, 'day', sql\`date_trunc('week', day)::date\`, sql\`\${own} and \${within('day')}\`),
    },
`,
    put: '',
  },
  {
    name: 'sums over all funding sources that a former release left are not compared',
    file: 'check-aggregates.ts',
    find: "for (const day of await differingCollections(tx, within('day'))) days.add(day)",
    put: ';',
  },
  {
    name: 'what has no day is not compared after a former release',
    file: 'aggregate-rounds.ts',
    find: '#from: Day | null = null',
    put: '#from: Day | null = FIRST_DAY',
  },
  {
    name: 'a moved row is called missing by its former window',
    file: 'changes.ts',
    find: 'const windowFrom = former === null || isClaiming(run, row, former) ? run.fromDay : former.windowFrom',
    put: 'const windowFrom = former === null ? run.fromDay : former.windowFrom',
  },
  {
    name: 'the interval of a status change begins at the last run, whatever it saw',
    file: 'apply.ts',
    find: 'const entries = changes.statusChanges.map(({ id, status, former }) => {',
    put: 'const { lastRunAt } = run.window\n  const lastSeenAt = (_: PlannedWindow, former: StoredRow) =>\n    lastRunAt === null ? former.changedAt : new Date(lastRunAt).toISOString()\n  const entries = changes.statusChanges.map(({ id, status, former }) => {',
  },
  {
    name: 'a status change leaves no history',
    file: 'changes.ts',
    find: 'if (former === null || former.status !== row.status)',
    put: 'if (former === null)',
  },
  {
    name: 'a stale run is applied',
    file: 'apply.ts',
    find: 'if (!isOurs) return dropped(current)',
    put: '',
  },
  {
    name: 'unchanged rows are written',
    file: 'changes.ts',
    find: 'former.isGone ||\n    row.contentHash !== former.contentHash',
    put: 'true || row.contentHash !== former.contentHash',
  },
  {
    name: 'the version of the mirror stands still',
    file: 'apply.ts',
    find: 'const isChanged = changes.days.size > 0',
    put: 'const isChanged = changes.written.length > 2',
  },
  {
    name: 'a failed run passes for an applied one',
    file: 'run-stamp.ts',
    find: 'update sync_window set failures = ${failure.failures}, error_code',
    put: 'update sync_window set last_run_at = ${failure.startedAt.toISOString()}, failures = ${failure.failures}, error_code',
  },
  {
    name: 'so many rows disappear at once and nobody is asked',
    file: 'apply.ts',
    find: 'if (known === null && !(await isMass(',
    put: 'if (known === null || !(await isMass(',
  },
  {
    name: 'an empty list empties a small window and nobody is asked',
    file: 'apply.ts',
    find: 'return isMassOfList(tx, window, gone.length + lost.size, readAt)',
    put: 'return false',
  },
  {
    name: 'other content under an equal version overwrites',
    file: 'link-stage.ts',
    find: 'or coalesce(link_stage.version > ${storedVersion(now)}, true)',
    put: 'or coalesce(link_stage.version >= ${storedVersion(now)}, true)',
  },
  {
    name: 'other content under an equal version is not told',
    file: 'payment-links.ts',
    find: 'await countEqualVersions(tx, readAt)',
    put: '0',
  },
]

/** Mistakes that the simulator must find. `find` occurs exactly once in its file. */
export const BUGS: readonly Bug[] = [...READING_BUGS, ...WRITING_BUGS]
