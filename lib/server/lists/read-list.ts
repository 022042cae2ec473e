import 'server-only'
import type { AsOf, CurrencyTotal, Freshness } from '#lib/schema.ts'
import { type Executor, readSnapshot } from '#lib/server/db/client.ts'
import { type CursorScope, readCursor, writeCursor } from './cursor.ts'
import { type AnswerRange, readFreshness } from './freshness.ts'
import { asOfInstant } from './history-start.ts'
import { type PageQuery, readPage } from './keyset.ts'
import type { MirroredList } from './mirrored-list.ts'
import type { DatedAnswer } from './unreadable-dates.ts'

/** How a list is read as of an earlier day or instant. */
type Past = {
  /** The day or instant; null: now. */
  asOf: string | null
  /** Counts the rows that matched at the instant and have left the viewer's scope since. */
  left: (tx: Executor, at: string) => Promise<number>
}

export type ListReading<Row, Item, Total extends CurrencyTotal, More extends object> = {
  /** The scope that this list's cursors are signed for. */
  scope: CursorScope
  cursor: string | null
  limit: number
  /** Null for a list that is read as of now alone. */
  past: Past | null
  /** `at` is the instant as of which the list is read; null: now. */
  page: (at: string | null) => PageQuery<Row>
  toItem: (row: Row) => Item
  /** Adds to the rows of a page what other tables know about them. */
  annotate?: (tx: Executor, items: Item[]) => Promise<Item[]>
  totals: (tx: Executor, at: string | null) => Promise<Total[]>
  list: MirroredList
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
  asOf?: AsOf
}

/**
 * Reads one page, the totals of the whole filtered set and their freshness in one snapshot. As of an earlier instant,
 * the freshness is empty: it is not kept.
 * @throws RequestError 400 for a cursor of another list, filter, order or scope, and as `asOfInstant`
 */
export async function readList<Row, Item, Total extends CurrencyTotal, More extends object = object>(
  reading: ListReading<Row, Item, Total, More>,
): Promise<ListAnswer<Item, Total> & More> {
  const { past, list, days, dated } = reading
  const { viewer } = reading.scope
  const after = readCursor(reading.cursor, reading.scope)
  return readSnapshot(viewer, async ({ tx, version }) => {
    const at = past?.asOf ? await asOfInstant(tx, list, past.asOf) : null
    const totals = await reading.totals(tx, at)
    const matching = totals.reduce((sum, total) => sum + total.count, 0)
    const page = await readPage(tx, { ...reading.page(at), after, limit: reading.limit, matching })
    const items = page.rows.map(reading.toItem)
    const answer = {
      rows: (await reading.annotate?.(tx, items)) ?? items,
      nextCursor: page.next && writeCursor(page.next, reading.scope),
      totals,
      snapshot: version,
      ...((await reading.more?.(tx)) as More),
    }
    if (past !== null && at !== null)
      return { ...answer, freshness: [], asOf: { at, left: await past.left(tx, at) } }
    return { ...answer, freshness: await readFreshness(tx, viewer, [list], days, { dated }) }
  })
}
