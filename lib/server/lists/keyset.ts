import 'server-only'
import { type SQL, sql } from 'drizzle-orm'
import { type Executor, rows } from '#lib/server/db/client.ts'
import type { RowReader } from '#lib/server/db/parsed-rows.ts'
import type { Viewer } from '#lib/server/viewer.ts'
import type { Aggregated } from './aggregates.ts'
import { rowsAsOf } from './as-of.ts'
import { allOf, type Predicate } from './predicates.ts'

/** The last row of a page: its sort value (null if it has none) and its id. */
export type Position = { key: string | null; id: string }

/**
 * A column that a list can be sorted by. `type` is the PostgreSQL type to which its text form is cast back.
 */
export type SortColumn = { column: SQL; type: 'date' | 'text' | 'numeric' | 'integer' | 'timestamptz' }

/** The rows of a list and their order. */
export type PageQuery<Row = unknown> = {
  select: SQL
  /** Checks the rows that `select` gives. */
  read: RowReader<Row>
  table: SQL
  /** What the rows come from, named `table`; by default the table itself. */
  from?: SQL
  /** Former rows that are listed too, as of an instant. `where` then holds for the rows that have not changed since. */
  asOf?: { of: Aggregated; at: string; viewer: Viewer; former: SQL }
  where: SQL
  sort: SortColumn
  isDescending: boolean
  /** If `where` contains a text search, the same condition without the search. */
  whereUnsearched?: SQL | null
  /** Up to this many matches are collected and sorted, instead of `COLLECTED_ROWS`: fewer in a short table. */
  collectsUpTo?: number
  /** True if `where` allows only one value of the sort column: the id alone then gives the order. */
  isOneValue?: boolean
}

export type KeysetQuery<Row = unknown> = PageQuery<Row> & {
  after: Position | null
  limit: number
  /** How many rows match `where`, if known. */
  matching?: number
}

/**
 * Up to this many matches are collected and sorted. Above it, the statement walks the index of the sort order
 * and skips rows that do not match. PostgreSQL's own choice would rest on an estimate that assumes filters
 * and order to be independent, and would walk the whole index where they are not (open periods, oldest
 * first).
 */
const COLLECTED_ROWS = 10_000
/**
 * The limit for a text search. It is higher, because no sort index holds the text and each skipped row costs
 * a fetch.
 */
const COLLECTED_SEARCH_ROWS = 20_000
/**
 * Above that limit, scans this many rows in sort order first, and collects all matches only if they do not
 * fill a page.
 */
const WALKED_SEARCH_ROWS = 5_000

/** Returns the ORDER BY of a whole list, in the order in which `readPage` pages through it. */
export function orderBy(sort: SortColumn, isDescending: boolean): SQL {
  const direction = sql.raw(isDescending ? 'desc' : 'asc')
  return sql`${comparable(sort)} ${direction} nulls last, ${ID} ${direction}`
}

/** Sorts text by its bytes, whatever the database's own collation. */
function comparable({ column, type }: SortColumn): SQL {
  return type === 'text' ? sql`${column} collate "C"` : column
}
const ID = sql`id collate "C"`

type Part = 'valued' | 'missing'
type Keyed<Row> = { row: Row; key: string | null; id: string }
type PageKey = { page_key: string | null; page_id: string }

/**
 * Reads one page in the order of a column, with rows without a value last in both directions and ties broken
 * by id. Rows with and without a value are read separately, so that one plain index serves both directions.
 * @returns the rows, and the position for the next page or null at the end
 */
export async function readPage<Row>(
  tx: Executor,
  query: KeysetQuery<Row>,
): Promise<{ rows: Row[]; next: Position | null }> {
  if (query.matching === 0) return { rows: [], next: null }
  const wanted = query.limit + 1
  const isPastValues = query.after !== null && query.after.key === null
  const found = isPastValues ? [] : await readPart(tx, query, 'valued', wanted)
  if (found.length < wanted) {
    found.push(...(await readPart(tx, query, 'missing', wanted - found.length)))
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
  query: KeysetQuery<Row>,
  part: Part,
  limit: number,
): Promise<Keyed<Row>[]> {
  const isBeyondValues = part === 'missing' && query.after?.key !== null
  const rest = isBeyondValues ? { ...query, after: null } : query
  const walked = walkStatement(rest, part, limit)
  const found = walked ? await readKeyed(tx, query.read, walked) : []
  return found.length === limit ? found : readKeyed(tx, query.read, partStatement(rest, part, limit))
}

async function readKeyed<Row>(tx: Executor, read: RowReader<Row>, statement: SQL): Promise<Keyed<Row>[]> {
  const found = await rows<PageKey>(tx, statement)
  const own = found.map(({ page_key: _, page_id: __, ...row }) => row)
  return read(own, statement).map((row, at) => ({
    row,
    key: found[at]?.page_key ?? null,
    id: found[at]?.page_id ?? '',
  }))
}

/** Returns the statement for a page's rows with a sort value, or for those without. */
export function partStatement(query: KeysetQuery, part: Part, limit: number): SQL {
  const { table, from = table, where, matching, whereUnsearched, asOf, collectsUpTo = COLLECTED_ROWS } = query
  const place = placeOf(query, part)
  const rest = allOf([where, ...place])
  const most = whereUnsearched ? Number.POSITIVE_INFINITY : collectsUpTo
  const isWalked = matching === undefined || matching > most
  if (asOf) {
    const sides = { unchanged: rest, former: allOf([asOf.former, ...place]) }
    const each = isWalked ? sql`order by ${orderOf(query)} limit ${limit}` : sql`offset 0`
    return pageOf(query, part, rowsAsOf(asOf.of, asOf, sides, each), limit)
  }
  if (isWalked) return pageOf(query, part, sql`${from} where ${rest}`, limit)
  // OFFSET 0 keeps the planner from choosing the scan by the order. Only the page's rows are then written
  // out.
  const collected = sql`select * from ${from} where ${rest} offset 0`
  const page = sql`select * from (${collected}) as ${table} order by ${orderOf(query)} limit ${limit}`
  return pageOf(query, part, sql`(${page}) as ${table}`, limit)
}

/**
 * Returns the statement that looks for the page among the next few thousand rows in order, or null if
 * collecting is cheaper.
 */
function walkStatement(query: KeysetQuery, part: Part, limit: number): SQL | null {
  const { table, from = table, where, matching, whereUnsearched, asOf } = query
  if (asOf || !whereUnsearched || matching === undefined || matching <= COLLECTED_SEARCH_ROWS) return null
  const rest = allOf([whereUnsearched, ...placeOf(query, part)])
  const next = sql`select * from ${from} where ${rest} order by ${orderOf(query)} limit ${WALKED_SEARCH_ROWS}`
  return pageOf(query, part, sql`(${next}) as ${table} where ${where}`, limit)
}

function pageOf(query: KeysetQuery, part: Part, from: SQL, limit: number): SQL {
  const key = part === 'valued' ? sql`${query.sort.column}::text` : sql`null::text`
  return sql`select ${key} as page_key, id as page_id, ${query.select} from ${from}
    order by ${orderOf(query)} limit ${limit}`
}

/**
 * Includes the sort column even for rows without a value, because PostgreSQL otherwise sorts instead of
 * walking the index.
 */
function orderOf({ sort, isDescending }: KeysetQuery): SQL {
  const direction = sql.raw(isDescending ? 'desc' : 'asc')
  return sql`${comparable(sort)} ${direction}, ${ID} ${direction}`
}

/** Returns the conditions for one part of the list and for the rows behind the position. */
function placeOf({ sort, isDescending, after, isOneValue }: KeysetQuery, part: Part): Predicate[] {
  const beyond = sql.raw(isDescending ? '<' : '>')
  if (part === 'missing') {
    return [sql`${sort.column} is null`, after && sql`${ID} ${beyond} ${after.id}`]
  }
  const type = sql.raw(sort.type)
  const whereBehind =
    after &&
    (isOneValue
      ? sql`${ID} ${beyond} ${after.id}`
      : sql`(${comparable(sort)}, ${ID}) ${beyond} (${after.key}::${type}, ${after.id})`)
  return [sql`${sort.column} is not null`, whereBehind]
}
