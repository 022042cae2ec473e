import type { FilterSpec, MomentFilter } from '#components/filters/filter-spec.ts'
import type { Words } from '#lib/words/words.ts'

/** Returns the filters by notes and by the history of a list: what changed since a day, and what Furrow had at the end of one. */
export function historySpecs(list: MomentFilter['list'], t: Words<'list'>): FilterSpec[] {
  return [
    {
      kind: 'choice',
      key: 'note',
      label: t('note'),
      labels: { any: t('note.any'), open: t('note.open'), done: t('note.done') },
      isFixed: true,
    },
    { kind: 'choice', key: 'note_owner', label: t('note.owner'), labels: { none: t('note.nobody') } },
    { kind: 'moment', key: 'changed_since', label: t('changed-since'), edge: 'start', list },
    { kind: 'moment', key: 'as_of', label: t('as-of.label'), edge: 'end', list },
  ]
}
