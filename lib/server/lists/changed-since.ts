import 'server-only'
import { invalidParameter } from '#lib/errors.ts'
import { readSnapshot } from '#lib/server/db/client.ts'
import type { Viewer } from '#lib/server/viewer.ts'
import { historyStart } from './history-start.ts'
import type { MirroredList } from './mirrored-list.ts'

type Since = { changed_since: string | null }

/**
 * Replaces a day in `changed_since` with the instant at which it starts. The history of a list never begins anew, so
 * the instant is the same in a later snapshot.
 * @throws {RequestError} 400 as `historyStart`, and while there is no history
 */
export async function withChangedSince<Filters extends Since>(
  viewer: Viewer,
  list: MirroredList,
  filters: Filters,
): Promise<Filters> {
  const asked = filters.changed_since
  if (asked === null) return filters
  const { at } = await readSnapshot(viewer, ({ tx }) =>
    historyStart(tx, list, { param: 'changed_since', asked }),
  )
  if (at === null) {
    const detail = 'cannot be answered yet: Furrow keeps changes from its first complete sync on'
    throw invalidParameter('changed_since', detail, { code: 'no_history' })
  }
  return { ...filters, changed_since: at }
}
