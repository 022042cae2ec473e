import { SOURCE_RESOURCES, SOURCES } from '#lib/sources.ts'
import type { MirrorChange } from './schema.ts'

const ALL_LISTS: MirrorChange['lists'] = SOURCES.flatMap((source) =>
  SOURCE_RESOURCES[source].map((resource) => ({ source, resource })),
)

/**
 * Returns the query keys that a change of these lists makes stale. Lists are not included, because their
 * screens compare versions with the sources' health and decide when rows may move. Live details are not
 * included, because they call upstreams.
 */
export function staleKeys(changed: MirrorChange['lists'] | 'all'): (readonly string[])[] {
  const lists = changed === 'all' ? ALL_LISTS : changed
  return [
    ['sources'],
    ...lists.flatMap(({ source, resource }) =>
      resource === 'billing-periods'
        ? [
            ['collections'],
            ['billing-periods', 'options'],
            ['contracts', 'options'],
            ['contracts', 'detail'],
            ['contracts', 'top'],
            ['contracts', 'periods'],
          ]
        : [['invoices', 'options', source]],
    ),
  ]
}
