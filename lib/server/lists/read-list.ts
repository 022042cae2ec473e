import 'server-only'
import type { CurrencyTotal, Freshness } from '#lib/schema.ts'
import { type Executor, readSnapshot } from '#lib/server/db/client.ts'
import { type CursorScope, readCursor, writeCursor } from './cursor.ts'
import { type AnswerRange, readFreshness } from './freshness.ts'
import { type PageQuery, readPage } from './keyset.ts'
import type { MirroredList } from './mirrored-list.ts'
import type { DatedAnswer } from './unreadable-dates.ts'

export type ListReading<Row, Item, Total extends CurrencyTotal, More extends object> = {
  /** The scope that this list's cursors are signed for. */
  scope: CursorScope
  cursor: string | null
  limit: number
  page: PageQuery<Row>
  toItem: (row: Row) => Item
  totals: (tx: Executor) => Promise<Total[]>
  lists: readonly MirroredList[]
  days: AnswerRange
  /** How the list is filtered by dates; null if it is not. */
  dated: DatedAnswer | null
  /** Reads what the answer says besides. */
  more?: (tx: Executor) => Promise<More>
}

type ListAnswer<Item, Total> = {
  rows: Item[]
  nextCursor: string | null
  totals: Total[]
  snapshot: string
  freshness: Freshness[]
}

/**
 * Reads one page, the totals of the whole filtered set and their freshness in one snapshot.
 * @throws RequestError 400 for a cursor of another list, filter, order or scope
 */
export async function readList<Row, Item, Total extends CurrencyTotal, More extends object = object>(
  reading: ListReading<Row, Item, Total, More>,
): Promise<ListAnswer<Item, Total> & More> {
  const after = readCursor(reading.cursor, reading.scope)
  return readSnapshot(reading.scope.viewer, async ({ tx, version }) => {
    const totals = await reading.totals(tx)
    const matching = totals.reduce((sum, total) => sum + total.count, 0)
    const page = await readPage(tx, { ...reading.page, after, limit: reading.limit, matching })
    return {
      rows: page.rows.map(reading.toItem),
      nextCursor: page.next && writeCursor(page.next, reading.scope),
      totals,
      snapshot: version,
      freshness: await readFreshness(tx, reading.scope.viewer, reading.lists, reading.days, {
        dated: reading.dated,
      }),
      ...((await reading.more?.(tx)) as More),
    }
  })
}
