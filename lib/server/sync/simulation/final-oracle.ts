import 'server-only'
import type { Day } from '#lib/calendar-date.ts'
import type { State } from './state.ts'
import { differences, expectedRows } from './truth.ts'
import type { World } from './world.ts'

/** After everything is calm and read: the mirror is the upstream, field for field. */
export function checkSettled(world: World, state: State, currentMonday: Day): string[] {
  const expected = new Map(expectedRows(world, currentMonday).map((row) => [row.id, row]))
  const listed = state.rows.filter((row) => row.gone_at === null)
  const wrong: string[] = []
  for (const row of listed) {
    const truth = expected.get(row.id)
    if (truth === undefined) wrong.push(`${row.id} is mirrored and not upstream`)
    else wrong.push(...differences(row, truth).map((what) => `${row.id}: ${what}`))
    if (row.missing_since !== null) wrong.push(`${row.id} is still called missing`)
    expected.delete(row.id)
  }
  for (const id of expected.keys()) wrong.push(`${id} is upstream and not mirrored`)
  for (const { from_day, state: name, detail, error_code } of state.windows) {
    if (name !== 'complete' || error_code !== null)
      wrong.push(`window ${from_day} is ${name}: ${detail ?? error_code}`)
  }
  return wrong
}
