import 'server-only'
import type { RejectedRow } from '#lib/server/upstream/contract.ts'
import { UpstreamError } from '#lib/server/upstream/errors.ts'
import { type PageReader, type Walk, walkFault, walkPages } from './walk.ts'

/** A list, or a part of one, that can be read by itself. */
export type Slice<Row> = {
  read: PageReader<Row>
  /** Smaller parts that together should hold every row; none where it cannot be divided further. */
  split: () => Slice<Row>[]
}

/** All rows of a slice, and whether that is known to be all of them. */
export type Reading<Row> = {
  rows: Map<string, Row>
  rejected: readonly RejectedRow[]
  /** The upstream's count at the end; null where it gives none. */
  count: number | null
  /** Why the reading is not count-checked, in plain words; null: it is complete. */
  fault: string | null
}

/**
 * Pages that the reading of one window may take beyond one walk of each of its lists: what a source that always counts wrong
 * can cost. `knownFault`: what the last reading of the window ended with.
 */
export class ExtraPages {
  readonly #knownFault: string | null
  #left: number | null = null

  constructor(knownFault: string | null) {
    this.#knownFault = knownFault
  }

  /** Sets the bound by the first walk of the window, whose pages are given. */
  begin(pages: number): void {
    if (this.#left !== null) return
    // A window of one or two pages can be divided into its days all the same.
    this.#left = this.#isKnown() ? pages : Math.max(3 * pages, Math.min(10 * pages, 20))
  }

  /** True where a disagreement is the one that the last reading ended with: nothing is read twice for it. */
  isKnown(fault: string): boolean {
    return this.#knownFault?.startsWith(fault) ?? false
  }

  has(pages: number): boolean {
    return this.#left === null || this.#left >= pages
  }

  spend(pages: number): void {
    if (this.#left !== null) this.#left -= pages
  }

  /** The last reading ended with another disagreement of counts: dividing did not help then. */
  #isKnown(): boolean {
    return this.#knownFault !== null && MISCOUNTED.test(this.#knownFault)
  }
}

/** As `walkFault` and `mismatch` word it. */
const MISCOUNTED = /The source counted \d+ rows and listed \d+\.|kept shifting/

/**
 * Reads a slice until it is count-checked: once more on a mismatch, then divided into smaller slices, as far as `extra`
 * allows. `isPart`: of a slice that was divided. Throws WalkError or UpstreamError where a page cannot be used at all.
 */
export async function readChecked<Row extends { id: string }>(
  slice: Slice<Row>,
  extra: ExtraPages = new ExtraPages(null),
  isPart = false,
): Promise<Reading<Row>> {
  const first = await walkPages(slice.read)
  extra.begin(first.pages)
  if (isPart) extra.spend(first.pages)
  const firstFault = walkFault(first)
  if (firstFault === null || extra.isKnown(firstFault) || !extra.has(first.pages))
    return readingOf(first, firstFault)
  const second = await walkPages(slice.read)
  extra.spend(second.pages)
  // With a count that fits, doubles that stay are the source's own.
  const fault = second.countAfter !== null && isCounted(second) ? null : walkFault(second)
  if (fault === null) return readingOf(second, null)
  const parts = slice.split()
  if (parts.length === 0 || !extra.has(parts.length + 1)) return readingOf(second, fault)
  return readParts(slice, parts, { walk: second, fault, extra })
}

function readingOf<Row>(walk: Walk<Row>, fault: string | null): Reading<Row> {
  return { rows: walk.rows, rejected: walk.rejected, count: walk.countAfter, fault }
}

function isCounted(walk: Walk<unknown>): boolean {
  const seen = walk.rows.size + walk.rejected.length
  return walk.countBefore === seen && walk.countAfter === seen
}

/** Reads the parts one by one; they are complete when each is, and together they are as many as the whole counts. */
async function readParts<Row extends { id: string }>(
  slice: Slice<Row>,
  parts: readonly Slice<Row>[],
  { walk: whole, fault: wholeFault, extra }: { walk: Walk<Row>; fault: string; extra: ExtraPages },
): Promise<Reading<Row>> {
  const rows = new Map<string, Row>()
  const rejected: RejectedRow[] = []
  let isFaulty = false
  for (const part of parts) {
    const reading = extra.has(1) ? await readPart(part, extra) : null
    if (reading === null) return readingOf(whole, wholeFault)
    if (reading.fault !== null) isFaulty = true
    for (const [id, row] of reading.rows) rows.set(id, row)
    rejected.push(...reading.rejected)
  }
  const { count } = await slice.read(null)
  const seen = rows.size + rejected.length
  if (!isFaulty && (count === null || count === seen)) return { rows, rejected, count, fault: null }
  // What only the walk of the whole listed was there moments ago: kept, though nothing is known to be complete.
  for (const [id, row] of whole.rows) if (!rows.has(id)) rows.set(id, row)
  const fault = rows.size === whole.rows.size ? wholeFault : mismatch(count, rows.size + rejected.length)
  return { rows, rejected, count, fault }
}

function mismatch(count: number | null, seen: number): string {
  return count === null || count === seen
    ? 'The list kept shifting while it was read.'
    : `The source counted ${count} rows and listed ${seen}.`
}

/** null where the upstream does not accept what the part asks for. */
async function readPart<Row extends { id: string }>(
  part: Slice<Row>,
  extra: ExtraPages,
): Promise<Reading<Row> | null> {
  try {
    return await readChecked(part, extra, true)
  } catch (error) {
    if (error instanceof UpstreamError && error.status === 400) return null
    throw error
  }
}
