import 'server-only'
import { type SQL, sql } from 'drizzle-orm'
import { type Executor, rows } from './db/client.ts'
import { allOf } from './predicates.ts'

/** Where a page ended: the sort value of its last row (null: it has none) and its id. */
export type Position = { key: string | null; id: string }

/** A column that a list can be ordered by. `type` is the PostgreSQL type its text form is read back with. */
export type SortColumn = { column: SQL; type: 'date' | 'text' | 'numeric' | 'timestamptz' }

export type KeysetQuery = {
  select: SQL
  table: SQL
  where: SQL
  sort: SortColumn
  isDescending: boolean
  after: Position | null
  limit: number
  /** How many rows `where` holds for, if that is known. */
  matching?: number
  /** True if `where` looks through text. */
  isSearch?: boolean
}

/**
 * Up to so many matching rows are collected and put in order; from there on the index of the order is walked and rows
 * that do not match are passed over. PostgreSQL would choose by an estimate that takes filters and order to be
 * independent, and walks the whole index where they are not (open periods, oldest first).
 */
const COLLECTED_ROWS = 10_000
/** The text of a row is in no order's index: walking past rows costs a fetch each, and collecting what counting did. */
const COLLECTED_SEARCH_ROWS = 200_000

/** The order of a whole list, as `readPage` walks it. */
export function orderBy(sort: SortColumn, isDescending: boolean): SQL {
  const direction = sql.raw(isDescending ? 'desc' : 'asc')
  return sql`${comparable(sort)} ${direction} nulls last, ${ID} ${direction}`
}

/** Text is ordered by its bytes, whatever the order of the database's own language. */
function comparable({ column, type }: SortColumn): SQL {
  return type === 'text' ? sql`${column} collate "C"` : column
}
const ID = sql`id collate "C"`

type Part = 'valued' | 'missing'
type Keyed<Row> = { row: Row; key: string | null; id: string }

/**
 * One page in the order of a column, rows without a value last in both directions, ties by id.
 * Rows with a value and rows without are read apart, so that one plain index serves both directions.
 */
export async function readPage<Row>(
  tx: Executor,
  query: KeysetQuery,
): Promise<{ rows: Row[]; next: Position | null }> {
  if (query.matching === 0) return { rows: [], next: null }
  const wanted = query.limit + 1
  const isPastValues = query.after !== null && query.after.key === null
  const found = isPastValues ? [] : await readPart<Row>(tx, query, 'valued', wanted)
  if (found.length < wanted) {
    found.push(...(await readPart<Row>(tx, query, 'missing', wanted - found.length)))
  }
  const page = found.slice(0, query.limit)
  const last = page.at(-1)
  return {
    rows: page.map((entry) => entry.row),
    next: found.length > query.limit && last ? { key: last.key, id: last.id } : null,
  }
}

async function readPart<Row>(
  tx: Executor,
  query: KeysetQuery,
  part: Part,
  limit: number,
): Promise<Keyed<Row>[]> {
  const isBeyondValues = part === 'missing' && query.after?.key !== null
  const statement = partStatement(isBeyondValues ? { ...query, after: null } : query, part, limit)
  const found = await rows<Row & { page_key: string | null; page_id: string }>(tx, statement)
  return found.map(({ page_key, page_id, ...row }) => ({ row: row as Row, key: page_key, id: page_id }))
}

/** The statement that reads the rows of a page that have a value to order by, or those that have none. */
export function partStatement(
  { select, table, where, sort, isDescending, after, matching, isSearch }: KeysetQuery,
  part: Part,
  limit: number,
): SQL {
  const column = comparable(sort)
  const direction = sql.raw(isDescending ? 'desc' : 'asc')
  const beyond = sql.raw(isDescending ? '<' : '>')
  const isValued = part === 'valued'
  const isPresent = isValued ? sql`${sort.column} is not null` : sql`${sort.column} is null`
  const type = sql.raw(sort.type)
  const position = !after
    ? null
    : isValued
      ? sql`(${column}, ${ID}) ${beyond} (${after.key}::${type}, ${after.id})`
      : sql`${ID} ${beyond} ${after.id}`
  const rest = allOf([where, isPresent, position])
  // OFFSET 0 keeps the order out of the choice of how the rows are found.
  const isCollected =
    matching !== undefined && matching <= (isSearch ? COLLECTED_SEARCH_ROWS : COLLECTED_ROWS)
  const from = isCollected ? sql`(select * from ${table} where ${rest} offset 0) as ${table}` : table
  // Rows without a value are ordered by it all the same: only so does PostgreSQL walk the index and not sort.
  return sql`
    select ${isValued ? sql`${sort.column}::text` : sql`null::text`} as page_key, id as page_id, ${select}
    from ${from} where ${isCollected ? sql`true` : rest}
    order by ${column} ${direction}, ${ID} ${direction} limit ${limit}`
}
