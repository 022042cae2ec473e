import 'server-only'
import type { UpstreamErrorCode } from '#lib/problem-codes.ts'
import type { ListPage, RejectedRow } from '#lib/server/upstream/contract.ts'
import { readToken } from '#lib/server/upstream/links.ts'
import type { CountFault } from '#lib/window-reasons.ts'

/** Limit of pages per walk; a longer list is taken to be endless. */
const MAX_PAGES = 10_000

/** A walk that cannot be trusted. None of its rows is used, and the mirror keeps its previous state. */
export class WalkError extends Error {
  override name = 'WalkError'
  readonly code: UpstreamErrorCode = 'malformed'
}

export type PageReader<Row> = (token: string | null) => Promise<ListPage<Row>>

/** One list, read from its first page to its well-formed end. */
export type Walk<Row> = {
  /** Rows by id. If a row was listed twice, the later one. */
  rows: Map<string, Row>
  rejected: RejectedRow[]
  duplicates: number
  /** The upstream's count on the first and on the last page; null if the upstream gives none. */
  countBefore: number | null
  countAfter: number | null
  pages: number
}

/**
 * Reads every page of a list. Only the pages tell where the list ends, never a count.
 * @throws {WalkError} for a repeated token, an empty page that names a next one, or a list that does not end
 * @throws {UpstreamError} when a page fails
 */
export async function walkPages<Row extends { id: string }>(
  readPage: PageReader<Row>,
  options: { maxPages?: number } = {},
): Promise<Walk<Row>> {
  const walk: Walk<Row> = {
    rows: new Map(),
    rejected: [],
    duplicates: 0,
    countBefore: null,
    countAfter: null,
    pages: 0,
  }
  const tokens = new Set<string>()
  let token: string | null = null
  do {
    const page: ListPage<Row> = await readPage(token)
    if (isRepeated(walk, token, page)) break
    addPage(walk, page)
    token = page.next
    if (token === null) break
    if (tokens.has(token)) throw new WalkError('The list named the same page twice as the next one.')
    tokens.add(token)
    if (page.records.length === 0 && page.rejected.length === 0)
      throw new WalkError('The list named a next page after a page without rows.')
    if (walk.pages >= (options.maxPages ?? MAX_PAGES))
      throw new WalkError(`The list did not end within ${walk.pages} pages.`)
  } while (token !== null)
  return walk
}

/**
 * True for the end of a list whose pages Furrow counts itself, at a source that answers a page past the end
 * with the last one again instead of an empty one. The source's count then tells whether the rows are complete.
 * @throws {WalkError} without a count: the source may ignore the page
 */
function isRepeated<Row extends { id: string }>(
  walk: Walk<Row>,
  token: string | null,
  page: ListPage<Row>,
): boolean {
  if (token === null || readToken(token)?.by !== 'count' || page.records.length === 0) return false
  if (page.rejected.length > 0 || page.records.some(({ id }) => !walk.rows.has(id))) return false
  if (page.count === null) throw new WalkError('The list repeated a page instead of ending.')
  walk.countAfter = page.count
  return true
}

function addPage<Row extends { id: string }>(walk: Walk<Row>, page: ListPage<Row>): void {
  for (const record of page.records) {
    if (walk.rows.has(record.id)) walk.duplicates += 1
    walk.rows.set(record.id, record)
  }
  walk.rejected.push(...page.rejected)
  if (walk.pages === 0) walk.countBefore = page.count
  walk.countAfter = page.count
  walk.pages += 1
}

/** A larger share of duplicates in a walk means that rows shifted between its pages. */
const MAX_DUPLICATE_SHARE = 0.01

/**
 * Tells why a walk is not known to be complete. A complete walk has as many distinct rows as the upstream
 * counted before and after, and few duplicates. Without counts, a well-formed end is enough.
 * @returns null if the walk is complete
 */
export function walkFault(walk: Walk<unknown>): CountFault | null {
  const seen = walk.rows.size + walk.rejected.length
  const counts = [walk.countBefore, walk.countAfter]
  const count = counts.find((value) => value !== null && value !== seen)
  if (count !== undefined && count !== null) return { code: 'miscounted', counted: count, listed: seen }
  if (walk.duplicates > MAX_DUPLICATE_SHARE * seen)
    return { code: 'repeated', repeated: walk.duplicates, listed: seen }
  return null
}
