import 'server-only'
import type { RejectedRow } from '../upstream/contract.ts'
import { UpstreamError } from '../upstream/errors.ts'
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
 * Reads a slice until it is count-checked: once more on a mismatch, then divided into smaller slices.
 * `knownFault`: the disagreement that an earlier reading ended with; met again, nothing is read twice.
 * Throws WalkError or UpstreamError where a page cannot be used at all.
 */
export async function readChecked<Row extends { id: string }>(
  slice: Slice<Row>,
  knownFault: string | null = null,
): Promise<Reading<Row>> {
  const first = await walkPages(slice.read)
  const firstFault = walkFault(first)
  if (firstFault === null || knownFault?.startsWith(firstFault)) return readingOf(first, firstFault)
  const second = await walkPages(slice.read)
  // With a count that fits, doubles that stay are the source's own.
  const fault = second.countAfter !== null && isCounted(second) ? null : walkFault(second)
  if (fault === null) return readingOf(second, null)
  const parts = slice.split()
  if (parts.length === 0) return readingOf(second, fault)
  return readParts(slice, parts, second, fault)
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
  whole: Walk<Row>,
  wholeFault: string,
): Promise<Reading<Row>> {
  const rows = new Map<string, Row>()
  const rejected: RejectedRow[] = []
  let isFaulty = false
  for (const part of parts) {
    const reading = await readPart(part)
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
async function readPart<Row extends { id: string }>(part: Slice<Row>): Promise<Reading<Row> | null> {
  try {
    return await readChecked(part)
  } catch (error) {
    if (error instanceof UpstreamError && error.status === 400) return null
    throw error
  }
}
