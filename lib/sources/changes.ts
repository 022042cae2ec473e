import { SOURCE_RESOURCES, SOURCES } from '#lib/sources.ts'
import type { MirrorChange } from './schema.ts'

const ALL_LISTS: MirrorChange['lists'] = SOURCES.flatMap((source) =>
  SOURCE_RESOURCES[source].map((resource) => ({ source, resource })),
)

/**
 * The query keys whose answers are older than a change of these lists. Lists themselves are not among them: their screen
 * compares versions with the sources' health and decides whether rows may move. Neither are live details: they ask upstreams.
 */
export function staleKeys(changed: MirrorChange['lists'] | 'all'): (readonly string[])[] {
  const lists = changed === 'all' ? ALL_LISTS : changed
  return [
    ['sources'],
    ...lists.flatMap(({ source, resource }) =>
      resource === 'billing-periods'
        ? [['collections'], ['billing-periods', 'options']]
        : [['invoices', 'options', source]],
    ),
  ]
}
