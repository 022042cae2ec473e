import 'server-only'
import { type SQL, sql } from 'drizzle-orm'
import { type Executor, rows } from '#lib/server/db/client.ts'
import { allOf, type Predicate } from './predicates.ts'

/** Where a page ended: the sort value of its last row (null: it has none) and its id. */
export type Position = { key: string | null; id: string }

/** A column that a list can be ordered by. `type` is the PostgreSQL type its text form is read back with. */
export type SortColumn = { column: SQL; type: 'date' | 'text' | 'numeric' | 'timestamptz' }

/** What is read, and in which order. */
export type PageQuery = {
  select: SQL
  table: SQL
  where: SQL
  sort: SortColumn
  isDescending: boolean
  /** Where `where` looks through text: the same without that. */
  whereUnsearched?: SQL | null
  /** True if `where` lets only one value of the sort column through: then the id alone makes the order. */
  isOneValue?: boolean
}

export type KeysetQuery = PageQuery & {
  after: Position | null
  limit: number
  /** How many rows `where` holds for, if that is known. */
  matching?: number
}

/**
 * Up to so many matching rows are collected and put in order; from there on the index of the order is walked and rows
 * that do not match are passed over. PostgreSQL would choose by an estimate that takes filters and order to be
 * independent, and walks the whole index where they are not (open periods, oldest first).
 */
const COLLECTED_ROWS = 10_000
/** The text of a row is in no order's index: walking past a row costs a fetch, so more are collected. */
const COLLECTED_SEARCH_ROWS = 20_000
/** Where more rows hold a text, so many rows of the order are looked at; without a page among them, all are collected. */
const WALKED_SEARCH_ROWS = 5_000

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
type PageKey = { page_key: string | null; page_id: string }

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
  const rest = isBeyondValues ? { ...query, after: null } : query
  const walked = walkStatement(rest, part, limit)
  const found = walked ? await rows<Row & PageKey>(tx, walked) : []
  const whole =
    found.length === limit ? found : await rows<Row & PageKey>(tx, partStatement(rest, part, limit))
  return whole.map(({ page_key, page_id, ...row }) => ({ row: row as Row, key: page_key, id: page_id }))
}

/** The statement that reads the rows of a page that have a value to order by, or those that have none. */
export function partStatement(query: KeysetQuery, part: Part, limit: number): SQL {
  const { table, where, matching, whereUnsearched } = query
  const rest = allOf([where, ...placeOf(query, part)])
  const most = whereUnsearched ? Number.POSITIVE_INFINITY : COLLECTED_ROWS
  if (matching === undefined || matching > most)
    return pageOf(query, part, sql`${table} where ${rest}`, limit)
  // OFFSET 0 keeps the order out of the choice of how the rows are found; only those of the page are then written out.
  const collected = sql`select * from ${table} where ${rest} offset 0`
  const page = sql`select * from (${collected}) as ${table} order by ${orderOf(query)} limit ${limit}`
  return pageOf(query, part, sql`(${page}) as ${table}`, limit)
}

/** The rows of a page among the next few thousand in order; null where collecting is cheaper. */
function walkStatement(query: KeysetQuery, part: Part, limit: number): SQL | null {
  const { table, where, matching, whereUnsearched } = query
  if (!whereUnsearched || matching === undefined || matching <= COLLECTED_SEARCH_ROWS) return null
  const rest = allOf([whereUnsearched, ...placeOf(query, part)])
  const next = sql`select * from ${table} where ${rest} order by ${orderOf(query)} limit ${WALKED_SEARCH_ROWS}`
  return pageOf(query, part, sql`(${next}) as ${table} where ${where}`, limit)
}

function pageOf(query: KeysetQuery, part: Part, from: SQL, limit: number): SQL {
  const key = part === 'valued' ? sql`${query.sort.column}::text` : sql`null::text`
  return sql`select ${key} as page_key, id as page_id, ${query.select} from ${from}
    order by ${orderOf(query)} limit ${limit}`
}

/** Rows without a value are ordered by it all the same: only so does PostgreSQL walk the index and not sort. */
function orderOf({ sort, isDescending }: KeysetQuery): SQL {
  const direction = sql.raw(isDescending ? 'desc' : 'asc')
  return sql`${comparable(sort)} ${direction}, ${ID} ${direction}`
}

/** Which part of the list, and what lies behind the position in it. */
function placeOf({ sort, isDescending, after, isOneValue }: KeysetQuery, part: Part): Predicate[] {
  const beyond = sql.raw(isDescending ? '<' : '>')
  if (part === 'missing') {
    return [sql`${sort.column} is null`, after && sql`${ID} ${beyond} ${after.id}`]
  }
  const type = sql.raw(sort.type)
  const isBehind =
    after &&
    (isOneValue
      ? sql`${ID} ${beyond} ${after.id}`
      : sql`(${comparable(sort)}, ${ID}) ${beyond} (${after.key}::${type}, ${after.id})`)
  return [sql`${sort.column} is not null`, isBehind]
}
