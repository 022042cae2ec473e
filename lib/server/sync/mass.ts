import 'server-only'
import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { type Executor, rows } from '#lib/server/db/client.ts'
import type { StoredRow } from './changes.ts'
import { factSchema, readFact, writeFact } from './facts.ts'
import type { ListName } from './windows.ts'

/** In a window of any size: more rows than this, and more than this share of the window. */
const HELD_BACK_ROWS = 20
const HELD_BACK_SHARE = 0.02
/** In a small window: at least this many rows, and at least half of the window. */
const HELD_BACK_OF_HALF = 5

/** True if so many rows of a window would disappear at once that an operator should check first. */
export function isMassDisappearance(goneCount: number, windowSize: number): boolean {
  if (goneCount >= HELD_BACK_OF_HALF && goneCount >= windowSize / 2) return true
  return goneCount > HELD_BACK_ROWS && goneCount > windowSize * HELD_BACK_SHARE
}

/**
 * True if so many rows of one funding source would lose it at once that an operator should check first. The
 * limits are those of `isMassDisappearance`, applied to that funding source's rows.
 * @param lost the former name of each row, by id
 */
export function isMassLoss(
  lost: ReadonlyMap<string, string>,
  stored: ReadonlyMap<string, StoredRow>,
): boolean {
  const listed = [...stored.values()].filter((row) => !row.isGone)
  return [...Map.groupBy(lost.values(), (name) => name)].some(([name, { length }]) => {
    const had = listed.filter(({ fundingSource }) => fundingSource === name).length
    return isMassDisappearance(length, had)
  })
}

/** Rows that left a list in the last day, by ISO hour. Rows that an operator confirmed are not counted. */
const shrunkFactSchema = factSchema(z.object({ hours: z.record(z.string(), z.int()) }))
type ShrunkFact = z.infer<typeof shrunkFactSchema>['value']

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/**
 * True if `count` rows, with those that left the list in the last 24 hours, are more than one and over a
 * fiftieth of it.
 */
export async function isMassOfList(tx: Executor, list: ListName, count: number, now: Date): Promise<boolean> {
  const recent = Object.values(await hoursOf(tx, list, now)).reduce((sum, rows) => sum + rows, 0)
  const [{ listed } = { listed: 0 }] = await rows<{ listed: number }>(
    tx,
    sql`select coalesce(sum(rows), 0)::int as listed from sync_window
      where source = ${list.source} and resource = ${list.resource}`,
  )
  return recent + count > 1 && recent + count > (listed + recent) * HELD_BACK_SHARE
}

/** Counts rows that left a list, or a funding source, without a confirmation. */
export async function recordShrunk(tx: Executor, list: ListName, count: number, now: Date): Promise<void> {
  const hours = await hoursOf(tx, list, now)
  const hour = now.toISOString().slice(0, 13)
  hours[hour] = (hours[hour] ?? 0) + count
  await writeFact(tx, keyOf(list), { hours } satisfies ShrunkFact, now)
}

function keyOf({ source, resource }: ListName) {
  return { source, resource, fact: 'shrunk' }
}

async function hoursOf(tx: Executor, list: ListName, now: Date): Promise<Record<string, number>> {
  const fact = await readFact(tx, keyOf(list), shrunkFactSchema)
  const earliest = new Date(now.getTime() - DAY_MS).toISOString().slice(0, 13)
  // A later hour was recorded by a clock that has been set back since. Clocks of workers differ by less than
  // an hour.
  const latest = new Date(now.getTime() + HOUR_MS).toISOString().slice(0, 13)
  const hours = Object.entries(fact?.value.hours ?? {})
  return Object.fromEntries(hours.filter(([hour]) => hour >= earliest && hour <= latest))
}
