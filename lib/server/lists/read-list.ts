import 'server-only'
import type { CurrencyTotal, Freshness } from '#lib/schema.ts'
import { type Executor, readSnapshot } from '#lib/server/db/client.ts'
import { type CursorScope, readCursor, writeCursor } from './cursor.ts'
import { type AnswerRange, readFreshness } from './freshness.ts'
import { type PageQuery, readPage } from './keyset.ts'
import type { MirroredList } from './mirrored-list.ts'
import type { DatedAnswer } from './unreadable-dates.ts'

export type ListReading<Row, Item> = {
  /** What a cursor of this list is bound to. */
  scope: CursorScope
  cursor: string | null
  limit: number
  page: PageQuery
  toItem: (row: Row) => Item
  totals: (tx: Executor) => Promise<CurrencyTotal[]>
  lists: readonly MirroredList[]
  days: AnswerRange
  /** How the list is narrowed by dates. */
  dated: DatedAnswer
}

type ListAnswer<Item> = {
  rows: Item[]
  nextCursor: string | null
  totals: CurrencyTotal[]
  snapshot: string
  freshness: Freshness[]
}

/** One page, the totals of the whole filtered set and their age, all of one snapshot. Throws a 400 for a foreign cursor. */
export async function readList<Row, Item>(reading: ListReading<Row, Item>): Promise<ListAnswer<Item>> {
  const after = readCursor(reading.cursor, reading.scope)
  return readSnapshot(reading.scope.viewer, async ({ tx, version }) => {
    const totals = await reading.totals(tx)
    const matching = totals.reduce((sum, total) => sum + total.count, 0)
    const page = await readPage<Row>(tx, { ...reading.page, after, limit: reading.limit, matching })
    return {
      rows: page.rows.map(reading.toItem),
      nextCursor: page.next && writeCursor(page.next, reading.scope),
      totals,
      snapshot: version,
      freshness: await readFreshness(tx, reading.scope.viewer, reading.lists, reading.days, {
        dated: reading.dated,
      }),
    }
  })
}
