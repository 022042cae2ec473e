// biome-ignore-all lint/suspicious/noTemplateCurlyInString: what is found and put is code.
import 'server-only'
import type { Bug } from './bug.ts'

/** Mistakes in requests to an upstream and in conclusions from its pages. */
export const READING_BUGS: readonly Bug[] = [
  {
    name: 'a window leaves out its last day',
    file: 'lists.ts',
    find: '...(query.to ? { start_date_lte: query.to } : {})',
    put: '...(query.to ? { start_date_lte: addDays(query.to, -1) } : {})',
  },
  {
    name: 'invoices are asked without a day more at the start',
    file: 'lists.ts',
    find: 'date_from: widened(query, query.from, -1)',
    put: 'date_from: query.from',
  },
  {
    name: 'attribution is lost when the walks by a filter break off',
    file: 'attribution.ts',
    find: 'if (!claims.isComplete) return { ...fundingPartOf(former), awaited:',
    put: 'if (!claims.isComplete) return { ...UNASSIGNED, awaited:',
  },
  {
    name: 'a row claimed twice goes to the first that claimed it',
    file: 'attribution.ts',
    find: 'if (found.length > 1)',
    put: 'if (found.length > 99)',
  },
  {
    name: 'rows listed twice pass for two rows',
    file: 'walk.ts',
    find: 'if (walk.rows.has(record.id)) walk.duplicates += 1',
    put: 'if (walk.rows.has(record.id)) walk.rows.set(`${record.id} again`, record)',
  },
  {
    name: 'a walk is not compared with the counts',
    file: 'walk.ts',
    find: 'const counts = [walk.countBefore, walk.countAfter]',
    put: 'const counts: (number | null)[] = []',
  },
  {
    name: 'a repeated page ends a walk as if it were the last',
    file: 'walk.ts',
    find: "throw new WalkError('The list named the same page twice as the next one.')",
    put: 'break',
  },
  {
    name: 'an ignored filter is believed',
    file: 'claims.ts',
    find: 'return isChanging || isAnyDoubtful ? options.prove() : { isTrusted: true }',
    put: 'return { isTrusted: true }',
  },
  {
    name: 'a filter is proved before its walks alone',
    file: 'claims.ts',
    find: `    const trust = await proved(options, byId, doubtful.length > 0)
    if (!trust.isTrusted) return distrusted(trust.reason)
    for (const each of doubtful) {`,
    put: 'for (const each of []) {',
  },
  {
    name: 'rows of other weeks are used',
    file: 'read-window.ts',
    find: 'if (strangeness === null) return page',
    put: "if (strangeness?.what !== 'funding_source') return page",
  },
  {
    name: 'a row claimed twice leaves its funding source unsaid',
    file: 'doubts.ts',
    find: '...[...changes.lost.keys()].filter(isNewlyDoubled),',
    put: '',
  },
  {
    name: 'a filter that matches parts of names is believed',
    file: 'probe.ts',
    find: '...partsOf(options.values)',
    put: '',
  },
  {
    name: 'claims count though one of their walks had a fault',
    file: 'claims.ts',
    find: 'if (faults.length > 0)',
    put: 'if (faults.length > 99)',
  },
  {
    name: 'a run of mostly unreadable rows is applied',
    file: 'run-window.ts',
    find: 'if (!isMassRejection(rejected.length, readCount)) return',
    put: 'if (readCount >= 0) return',
  },
  {
    name: 'a refused name passes for one that claims nothing',
    file: 'claims.ts',
    find: 'return `The source does not accept the ${name} "${value}": check its spelling.`',
    put: 'return null',
  },
]
