import 'server-only'
import { sql } from 'drizzle-orm'
import { requestWindows } from '#lib/server/db/window-requests.ts'
import { acceptDisappearances } from '#lib/server/sync/row-facts.ts'
import { runWindow } from '#lib/server/sync/run-window.ts'
import { ofLists } from '#lib/server/sync/windows.ts'
import { nextPlanned } from './between-runs.ts'
import { checkSettled } from './final-oracle.ts'
import { checkContracts as settleContracts } from './releases.ts'
import type { Scenario } from './scenario.ts'
import { fingerprint, readState, type State } from './state.ts'
import { checkAggregates, checkContracts } from './step-oracle.ts'

const HOUR_MS = 3_600_000
const MAX_ROUNDS = 6

/**
 * Calms the upstream and PostgreSQL, and reads every window again until a round changes nothing, as must
 * happen with an unchanged upstream. The mirror must then equal the upstream.
 */
export async function settle(scenario: Scenario): Promise<void> {
  const { world, random } = scenario
  world.isCalm = true
  world.areFiltersIgnored = false
  world.withheld = null
  world.countOff = 0
  world.wrong = null
  world.doubled = null
  world.unreadable = new Set()
  // Filter probes are trusted for a day.
  world.now += 25 * HOUR_MS + (random.chance(0.15) ? 6 * 24 * HOUR_MS : 0)
  scenario.note('upstream: calm from now on')
  await scenario.upgrade()
  await readUntilSettled(scenario)
  if (scenario.violations.length > 0 || !random.chance(0.2)) return
  for (const row of world.rows) {
    const former = row.versions.at(-2)?.content
    if (world.current(row) === null && former) world.set(row, former)
  }
  scenario.note('upstream: every deleted row is back as it was')
  await readUntilSettled(scenario)
}

/** Runs rounds over all windows until one changes nothing; then the mirror must equal the upstream. */
async function readUntilSettled(scenario: Scenario): Promise<void> {
  const { world } = scenario
  for (let round = 1; round <= MAX_ROUNDS; round += 1) {
    // Midnight may pass between rounds, so the comparison uses the windows from the start of the round.
    await scenario.followDay()
    const monday = scenario.currentMonday()
    const before = scenario.state
    await readAll(scenario)
    await settleContracts(scenario.list, scenario.context(), (line) => scenario.note(line))
    scenario.state = await readState(scenario.database.db, world.nature)
    scenario.note(
      `round ${round} is read: ${scenario.state.rows.length} rows, the mirror is ${fingerprint(scenario.state)}`,
    )
    if (scenario.violations.length > 0) return
    const held = await acceptDisappearances(scenario.database.db, { source: null, from: null, to: null })
    if (held.length > 0) scenario.note(`${held.length} disappearances are confirmed`)
    else if (content(before) === content(scenario.state)) {
      scenario.fail([
        ...checkSettled(world, scenario.state, monday),
        ...checkAggregates(scenario.state, []),
        ...checkContracts(scenario.state),
      ])
      scenario.checkPast()
      return
    }
  }
  scenario.fail([`an unchanged upstream still changes the mirror after ${MAX_ROUNDS} rounds`])
}

function content({ version, rows, aggregates, contracts, history, versions, doubts }: State): string {
  return JSON.stringify([version, rows, aggregates, contracts, history, versions, doubts])
}

/** Reads all windows once, in planned order. */
async function readAll(scenario: Scenario): Promise<void> {
  const { world, database, list, runner } = scenario
  const asked = await requestWindows(database.db, sql`${ofLists([list])}`, new Date(world.now))
  const context = scenario.context()
  // A run changes only its own window, so the others stay as loaded.
  const windows = new Set(await scenario.planned())
  for (let left = asked; left > 0; left -= 1) {
    world.now += 1_000
    const window = nextPlanned(world, [...windows])
    if (window === null || window.requestedAt === null)
      return scenario.fail([`${left} windows that were asked for are not planned`])
    windows.delete(window)
    const { error } = await runWindow(runner, window, context)
    if (error !== null) return scenario.fail([`a run of ${window.fromDay} failed in calm: ${error.code}`])
  }
}
