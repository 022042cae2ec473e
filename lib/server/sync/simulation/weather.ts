import 'server-only'
import { changeWorld } from './changes-of-world.ts'
import type { Random } from './random.ts'
import type { World } from './world.ts'

const HOUR_MS = 3_600_000
type Note = (line: string) => void

/** What happens between two runs: changes, time, and now and then another behaviour of the upstream. */
export function passTime(world: World, random: Random, note: Note): void {
  for (let n = random.pick([0, 0, 1, 2]); n > 0; n -= 1) note(changeWorld(world, random))
  world.now += random.pick([
    1_000,
    130_000,
    130_000,
    20 * 60_000,
    random.chance(0.2) ? 30 * HOUR_MS : 5 * HOUR_MS,
  ])
  if (random.chance(0.4)) changeLies(world, random, note)
  if (!random.chance(0.06)) return
  // A change of behaviour between two runs; a probe made moments before may still be believed.
  world.now += 61_000
  world.areFiltersIgnored = !world.areFiltersIgnored
  note(`upstream: filters are ${world.areFiltersIgnored ? 'ignored from now on' : 'obeyed again'}`)
}

/** A row withheld or a count that is off for a while; only of a kind that a count-check can notice. */
function changeLies(world: World, random: Random, note: Note): void {
  const { lies, hasCounts } = world.nature
  if (!hasCounts || world.rows.length === 0) return
  if (lies === 'rows') world.withheld = world.withheld === null ? random.pick(world.rows).id : null
  if (lies === 'counts') world.countOff = random.pick([0, 0, 1, 2])
  note(`upstream: withholds ${world.withheld ?? 'nothing'}, counts ${world.countOff} too many`)
}
