import 'server-only'
import { weekStart } from '#lib/week.ts'
import type { Random } from './random.ts'
import type { World } from './world.ts'

/** If more rows than this disappear or become unreadable in a window, the mirror must not apply it alone. */
const MANY = 20

/**
 * Changes many rows of the first week at once: they disappear, return, or become unreadable for a while.
 */
export function changeManyRows(world: World, random: Random, note: (line: string) => void): void {
  if (!world.nature.hasManyRows || !random.chance(0.4)) return
  const currentMonday = weekStart(world.today())
  const listed = world.rows.filter((row) => {
    const content = world.current(row)
    return content !== null && world.windowOf(content, currentMonday) === world.firstMonday
  })
  world.doubtful = world.firstMonday
  if (world.unreadable.size > 0) {
    world.unreadable = new Set()
    world.changes += 1
    note('upstream: all rows can be read again')
  } else if (listed.length <= MANY) {
    const former = world.rows.flatMap((row) => (world.current(row) === null ? [row] : []))
    for (const row of former) world.set(row, row.versions.findLast(({ content }) => content)?.content ?? null)
    note(`upstream: ${former.length} rows are back`)
  } else if (random.chance(0.4)) {
    world.unreadable = new Set(listed.flatMap(({ id }) => (random.chance(0.7) ? [id] : [])))
    world.changes += 1
    note(`upstream: ${world.unreadable.size} rows cannot be read`)
  } else {
    for (const row of listed.slice(random.int(0, 2))) world.set(row, null)
    note(`upstream: the week of ${world.firstMonday} is nearly empty`)
  }
}
