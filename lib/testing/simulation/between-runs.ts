import 'server-only'
import { nextWindow, type PlannedWindow } from '#lib/server/sync/plan.ts'
import { weekStart } from '#lib/week.ts'
import { changeWorld } from './changes-of-world.ts'
import { drawStatus } from './draw.ts'
import { changeManyRows } from './mass-changes.ts'
import type { Random } from './random.ts'
import { HOT_INTERVAL_MS, type World, type WorldRow } from './world.ts'
import { changeDoubled, changeWrongs } from './wrong-answers.ts'

const HOUR_MS = 3_600_000
type Note = (line: string) => void

/**
 * Advances the world between two runs: changes, time, and occasionally a new behaviour of the upstream.
 * @param isAttributed as for `changeDoubled`.
 */
export function passTime(
  world: World,
  random: Random,
  isAttributed: (id: string) => boolean,
  note: Note,
): void {
  for (let n = random.pick([0, 0, 1, 2]); n > 0; n -= 1) note(changeWorld(world, random))
  changeManyRows(world, random, note)
  const before = weekStart(world.today())
  world.now += random.pick([
    1_000,
    130_000,
    130_000,
    20 * 60_000,
    random.chance(0.2) ? 30 * HOUR_MS : 5 * HOUR_MS,
  ])
  const monday = weekStart(world.today())
  if (monday !== before) world.doubtful = monday
  if (random.chance(world.withheld === null ? 0.4 : 0.6)) changeLies(world, random, note)
  changeWrongs(world, random, note)
  if (world.nature.wrongs === 'doubled') changeDoubled(world, random, isAttributed, note)
  // A filter that is temporarily wrong in another way cannot be detected as ignored.
  const { wrongs } = world.nature
  if (wrongs === 'filters' || wrongs === 'empty' || wrongs === 'doubled' || !random.chance(0.08)) return
  // The behaviour changes between two runs, after a probe made moments before has expired.
  world.now += 61_000
  world.areFiltersIgnored = !world.areFiltersIgnored
  note(`upstream: filters are ${world.areFiltersIgnored ? 'ignored from now on' : 'obeyed again'}`)
}

/** Withholds a row or falsifies a count for a while, only in ways that a count check can notice. */
function changeLies(world: World, random: Random, note: Note): void {
  const { lies, hasCounts } = world.nature
  if (!hasCounts || world.rows.length === 0) return
  if (lies === 'rows') withhold(world, random)
  if (lies === 'counts') world.countOff = random.pick([0, 0, 1, 2])
  const where = world.withheld !== null && world.isWithheldByFilters ? ' from lists by a filter' : ''
  note(`upstream: withholds ${world.withheld ?? 'nothing'}${where}, counts ${world.countOff} too many`)
}

/**
 * Lists a withheld row again, or withholds one, because changes made meanwhile are the hardest to place in
 * time. A row withheld only from filtered lists is one that a filter has claimed.
 */
function withhold(world: World, random: Random): void {
  const isClaimed = (row: WorldRow) => world.nature.configuredFunds.includes(world.current(row)?.fund ?? '')
  const claimed = world.nature.isFundInRow ? [] : world.rows.filter(isClaimed)
  world.isWithheldByFilters = claimed.length > 0 && random.chance(0.4)
  const row = random.pick(world.isWithheldByFilters ? claimed : world.rows)
  const content = world.current(row)
  const isOver = world.withheld !== null || content === null
  world.withheld = isOver ? null : row.id
  if (!isOver) world.doubtful = world.windowOf(content, weekStart(world.today()))
  if (content && !isOver && random.chance(0.6))
    world.set(row, { ...content, status: drawStatus(world, random) })
}

/**
 * Chooses the planned window or a random one, with a preference for a window that is new or in which a row
 * is, or just was, withheld.
 */
export function chooseWindow(
  world: World,
  random: Random,
  windows: readonly PlannedWindow[],
  planned: PlannedWindow | null,
): PlannedWindow {
  const doubtful = windows.find(({ fromDay }) => fromDay === world.doubtful)
  return (random.chance(0.7) ? doubtful : null) ?? planned ?? random.pick(windows)
}

/** Returns the window that the plan would read now. */
export function nextPlanned(world: World, windows: readonly PlannedWindow[]): PlannedWindow | null {
  return nextWindow(windows, {
    now: world.now,
    today: world.today(),
    hotIntervalMs: HOT_INTERVAL_MS,
    running: new Set(),
    pausedUntil: new Map(),
    maxPerSource: 2,
    historyCalls: 100,
  })
}
