import 'server-only'
import type { WindowReason } from '#lib/window-reasons.ts'
import type { RunFacts } from './run-facts.ts'
import type { State, StateRow, StateWindow } from './state.ts'
import type { World } from './world.ts'

/** Rows that may leave a list within a day without confirmation: one, or this share. */
const MOST_IN_A_DAY_SHARE = 0.02
/**
 * The mirror records disappearances by the hour, so only those of the last 23 hours surely fall within a day.
 */
const SURELY_OF_A_DAY_MS = 23 * 3_600_000

/** The reasons why a whole walk may have left out rows. */
const OF_WHOLE_WALK: readonly WindowReason['code'][] = ['miscounted', 'shifting', 'repeated', 'no_id']

/**
 * Checks absence: only a complete run may mark rows as absent, only a second one in a row may mark them as
 * gone, and never many at once.
 */
export function checkAbsence(world: World, before: State, after: State, window: StateWindow): string[] {
  const former = new Map(before.rows.map((row) => [row.id, row]))
  const isNewlyGone = (row: StateRow) =>
    row.gone_at !== null && (former.get(row.id)?.gone_at ?? null) === null
  const wrong = after.rows.flatMap((row) => {
    const old = former.get(row.id)
    const isNewlyMissing = row.missing_since !== null && (old?.missing_since ?? null) === null
    if (isNewlyGone(row) && (old?.missing_since ?? null) === null)
      return [`${row.id} is gone after one run without it`]
    if (!isNewlyMissing && !isNewlyGone(row)) return []
    // Claims may be incomplete although the whole walk is complete; the reason then names the filter.
    const isPartial =
      window.state !== 'complete' && OF_WHOLE_WALK.includes(window.reasons?.[0]?.code ?? 'reconfigured')
    return isPartial ? [`${row.id} is called absent by a partial run`] : []
  })
  return [...wrong, ...(after.rows.some(isNewlyGone) ? checkMass(world, before, after) : [])]
}

function checkMass(world: World, before: State, after: State): string[] {
  const recent = after.rows.filter(
    ({ gone_at }) => gone_at !== null && world.now - Date.parse(gone_at) < SURELY_OF_A_DAY_MS,
  ).length
  const listed = before.rows.filter(({ gone_at }) => gone_at === null).length
  return recent > 1 && recent > (listed + recent) * MOST_IN_A_DAY_SHARE
    ? [`${recent} rows are gone within a day and nobody confirmed it`]
    : []
}

const MOST_UNREADABLE = 10
const MOST_UNREADABLE_SHARE = 0.05

/**
 * Checks a run during which the upstream did not change: the run must not be applied if more than
 * `MOST_UNREADABLE` rows and more than `MOST_UNREADABLE_SHARE` of its window are unreadable.
 */
export function checkRejection(world: World, { window: { fromDay, toDay } }: RunFacts): string[] {
  const currentMonday = toDay === null ? fromDay : '9999-12-31'
  const own = world.rows.filter((row) => {
    const content = world.current(row)
    return content !== null && world.windowOf(content, currentMonday) === fromDay
  })
  const count = own.filter(({ id }) => world.unreadable.has(id)).length
  return count > MOST_UNREADABLE && count > own.length * MOST_UNREADABLE_SHARE
    ? [`a run with ${count} unreadable of ${own.length} rows was applied`]
    : []
}
