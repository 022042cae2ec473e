import 'server-only'
import type { RunFacts } from './run-facts.ts'
import type { State, StateWindow } from './state.ts'
import type { World } from './world.ts'

/** More are held back until a person confirms them; in a simulated window they always are more than a fiftieth. */
const MOST_AT_ONCE = 20

/** Only a complete run notices that rows are absent, and only a second one in a row calls them gone. */
export function checkAbsence(before: State, after: State, window: StateWindow): string[] {
  const former = new Map(before.rows.map((row) => [row.id, row]))
  let goneCount = 0
  const wrong = after.rows.flatMap((row) => {
    const old = former.get(row.id)
    const isNewlyMissing = row.missing_since !== null && (old?.missing_since ?? null) === null
    const isNewlyGone = row.gone_at !== null && (old?.gone_at ?? null) === null
    if (isNewlyGone) goneCount += 1
    if (isNewlyGone && (old?.missing_since ?? null) === null)
      return [`${row.id} is gone after one run without it`]
    if (!isNewlyMissing && !isNewlyGone) return []
    // Claims may be incomplete where the whole walk is complete; then the reason names the filter.
    const isPartial =
      window.state !== 'complete' &&
      /^(The source counted|The list kept|\d+ (rows?|of) )/.test(window.detail ?? '')
    return isPartial ? [`${row.id} is called absent by a partial run`] : []
  })
  return goneCount <= MOST_AT_ONCE ? wrong : [...wrong, `${goneCount} rows are gone and nobody confirmed it`]
}

const MOST_UNREADABLE = 10
const MOST_UNREADABLE_SHARE = 0.05

/** The upstream stood still while the run read: with so many unreadable rows in its window it must not be applied. */
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
