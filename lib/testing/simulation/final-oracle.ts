import 'server-only'
import type { Day } from '#lib/calendar-date.ts'
import { english } from '#lib/server/words/words.ts'
import { reasonsDetail } from '#lib/sources/reason-words.ts'
import type { State, StateRow, StateWindow } from './state.ts'
import { differences, type Expected, expectedRows } from './truth.ts'
import type { World } from './world.ts'

/** Checks that the mirror equals the upstream field for field, once all is calm and read. */
export function checkSettled(world: World, state: State, currentMonday: Day): string[] {
  const expected = new Map(expectedRows(world, currentMonday).map((forms) => [forms[0]?.id ?? '', forms]))
  const listed = state.rows.filter((row) => row.gone_at === null)
  const wrong: string[] = []
  for (const row of listed) {
    const forms = expected.get(row.id)
    if (forms === undefined) wrong.push(`${row.id} is mirrored and not upstream`)
    else wrong.push(...checkRow(row, forms))
    if (row.missing_since !== null) wrong.push(`${row.id} is still called missing`)
  }
  const mirrored = new Set(listed.map(({ id }) => id))
  for (const id of expected.keys()) if (!mirrored.has(id)) wrong.push(`${id} is upstream and not mirrored`)
  for (const window of state.windows) wrong.push(...checkWindow(world, window, [...expected.values()]))
  // Only payment links have versions; another form of any other row is right as well.
  const versioned = world.nature.kind === 'payment-links' ? listed : []
  const keptCount = versioned.filter((row) => isOtherThan(row, expected.get(row.id)?.[0])).length
  const isTold = state.equalVersions.length > 0
  if (isTold !== keptCount > 0)
    wrong.push(
      `${keptCount} rows are kept over an equal version, and the windows tell ${isTold ? 'some' : 'none'}`,
    )
  return wrong
}

function isOtherThan(row: StateRow, current: Expected | undefined): boolean {
  return current !== undefined && differences(row, current).length > 0
}

/**
 * Compares a row with the forms that the source calls equal, and returns the differences from the closest.
 */
function checkRow(row: StateRow, forms: readonly Expected[]): string[] {
  const [wrong = []] = forms.map((form) => differences(row, form)).sort((a, b) => a.length - b.length)
  return wrong.map((what) => `${row.id}: ${what}`)
}

/**
 * Checks that a window is complete, or partial with the reason if a name that the window needs is refused.
 */
function checkWindow(world: World, window: StateWindow, expected: readonly Expected[][]): string[] {
  const { from_day, state, error_code } = window
  const reasons = window.reasons ?? []
  const isRefused =
    world.nature.misspelt === 'refused' &&
    expected.some(([row]) => row?.window_from === from_day && row.assignment !== 'row')
  const isRight = isRefused
    ? state === 'partial' && reasons.some(({ code }) => code === 'refused')
    : state === 'complete' && error_code === null
  return isRight
    ? []
    : [`window ${from_day} is ${state}: ${reasonsDetail(reasons, english('reasons')) ?? error_code}`]
}
