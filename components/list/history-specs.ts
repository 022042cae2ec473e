import type { MomentFilter } from '#components/filters/filter-spec.ts'
import type { Words } from '#lib/words/words.ts'

/** Returns the filters by the history of a list: what changed since a day, and what Furrow had at the end of one. */
export function historySpecs(list: MomentFilter['list'], t: Words<'list'>): MomentFilter[] {
  return [
    { kind: 'moment', key: 'changed_since', label: t('changed-since'), edge: 'start', list },
    { kind: 'moment', key: 'as_of', label: t('as-of.label'), edge: 'end', list },
  ]
}
