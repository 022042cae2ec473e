import 'server-only'
import { isDeepStrictEqual } from 'node:util'
import type { RejectedRow } from '#lib/server/upstream/contract.ts'
import { UpstreamError } from '#lib/server/upstream/errors.ts'
import type { CountFault, WindowReason } from '#lib/window-reasons.ts'
import { type PageReader, type Walk, walkFault, walkPages } from './walk.ts'

/** A list, or a part of one, that can be read on its own. */
export type Slice<Row> = {
  read: PageReader<Row>
  /** Smaller parts that together should hold every row; empty if the slice cannot be divided further. */
  split: () => Slice<Row>[]
}

/** All rows read from a slice, with the reason if they may be incomplete. */
export type Reading<Row> = {
  rows: Map<string, Row>
  rejected: readonly RejectedRow[]
  /** The upstream's count at the end; null if the upstream gives none. */
  count: number | null
  /** Why the rows are not count-checked; null: they are complete. */
  fault: CountFault | null
}

/**
 * Budget of pages for one window beyond one walk of each of its lists. The budget bounds the cost of a source
 * that always counts wrong: a fault that the previous run already ended with (`known`) gets fewer pages.
 */
export class ExtraPages {
  readonly #known: readonly WindowReason[]
  #left: number | null = null

  constructor(known: readonly WindowReason[]) {
    this.#known = known
  }

  /** Sets the budget from the page count of the window's first walk; later calls do nothing. */
  begin(pages: number): void {
    if (this.#left !== null) return
    // The minimum lets a window of one or two pages be divided into its days as well.
    this.#left = this.#hasMiscounted() ? pages : Math.max(3 * pages, Math.min(10 * pages, 20))
  }

  /** True if the previous run ended with the same fault. Nothing is read twice for a known fault. */
  isKnown(fault: CountFault): boolean {
    return isDeepStrictEqual(this.#known[0], fault)
  }

  has(pages: number): boolean {
    return this.#left === null || this.#left >= pages
  }

  spend(pages: number): void {
    if (this.#left !== null) this.#left -= pages
  }

  /** True if the previous run ended with any count mismatch: dividing did not help then. */
  #hasMiscounted(): boolean {
    return this.#known.some((reason) => isMiscount(reason.code === 'part' ? reason.fault : reason))
  }
}

function isMiscount({ code }: { code: string }): boolean {
  return code === 'miscounted' || code === 'shifting'
}

/**
 * Reads a slice until it is count-checked: once more on a mismatch, then divided into smaller slices, as far
 * as `extra` allows.
 * @param extra page budget of the window, shared by all its lists
 * @param isPart true for a part of a divided slice; its first walk also counts against the budget
 * @throws {WalkError | UpstreamError} when a page cannot be used at all
 */
export async function readChecked<Row extends { id: string }>(
  slice: Slice<Row>,
  extra: ExtraPages = new ExtraPages([]),
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
  // If the second walk matches the source's count, the remaining duplicates come from the source.
  const fault = second.countAfter !== null && isCounted(second) ? null : walkFault(second)
  if (fault === null) return readingOf(second, null)
  const parts = slice.split()
  if (parts.length === 0 || !extra.has(parts.length + 1)) return readingOf(second, fault)
  return readParts(slice, parts, { walk: second, fault, extra })
}

function readingOf<Row>(walk: Walk<Row>, fault: CountFault | null): Reading<Row> {
  return { rows: walk.rows, rejected: walk.rejected, count: walk.countAfter, fault }
}

function isCounted(walk: Walk<unknown>): boolean {
  const seen = walk.rows.size + walk.rejected.length
  return walk.countBefore === seen && walk.countAfter === seen
}

/**
 * Reads the parts one by one. They are complete if each part is and their total equals the count of the whole
 * slice.
 */
async function readParts<Row extends { id: string }>(
  slice: Slice<Row>,
  parts: readonly Slice<Row>[],
  { walk: whole, fault: wholeFault, extra }: { walk: Walk<Row>; fault: CountFault; extra: ExtraPages },
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
  // Rows that only the whole walk listed existed moments ago, so they are kept although the result stays
  // incomplete.
  for (const [id, row] of whole.rows) if (!rows.has(id)) rows.set(id, row)
  const fault = rows.size === whole.rows.size ? wholeFault : mismatch(count, rows.size + rejected.length)
  return { rows, rejected, count, fault }
}

function mismatch(count: number | null, seen: number): CountFault {
  return count === null || count === seen
    ? { code: 'shifting' }
    : { code: 'miscounted', counted: count, listed: seen }
}

/** Returns null if the upstream rejects the part's query (400). */
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
