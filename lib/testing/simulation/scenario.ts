import 'server-only'
import type { PlannedWindow } from '#lib/server/sync/plan.ts'
import { type ListRunner, runWindow, type SyncContext } from '#lib/server/sync/run-window.ts'
import { listRunners } from '#lib/server/sync/runners.ts'
import type { SyncSettings } from '#lib/server/sync/settings.ts'
import { ensureWindows, type ListName, loadWindows } from '#lib/server/sync/windows.ts'
import { weekStart } from '#lib/week.ts'
import { chooseWindow, nextPlanned, passTime } from './between-runs.ts'
import { changeWorld } from './changes-of-world.ts'
import { decide, isInjected, mayCommit, type SimulatedDatabase } from './database.ts'
import { createWorld, settingsOf } from './draw.ts'
import { createRandom, type Random } from './random.ts'
import { checkAggregates, isFencedOff, isRefusedByFence, Releases } from './releases.ts'
import type { RunFacts } from './run-facts.ts'
import { EMPTY, fingerprint, readState, type State } from './state.ts'
import { checkStep } from './step-oracle.ts'
import { takeWindow } from './take.ts'
import { currentTask, Task } from './task.ts'
import { createSimulatedUpstreams } from './upstream.ts'
import { checkVersions } from './version-oracle.ts'
import type { World } from './world.ts'
import { mayMislead, mislead } from './wrong-answers.ts'

const MAX_STEPS = 3_000
const MAX_AT_ONCE = 2

/** One seed's world, the runs that read it, and the violations found. */
export class Scenario {
  readonly random: Random
  readonly world: World
  readonly database: SimulatedDatabase
  readonly violations: string[] = []
  readonly trace: string[] = []
  readonly settings: SyncSettings
  readonly list: ListName
  readonly runner: ListRunner
  state = EMPTY
  /** Every state that was read, in order. */
  readonly #past: State[] = []
  readonly #releases: Releases
  /** Null for a check of the aggregates. */
  readonly #tasks = new Map<Task, RunFacts | null>()
  readonly #start: number
  readonly #databaseFaultRate: number
  #started = 0
  #today = ''

  constructor(seed: number, database: SimulatedDatabase) {
    this.random = createRandom(seed)
    this.world = createWorld(this.random)
    this.#releases = new Releases(this.world.nature.formerKeeps)
    this.database = database
    this.#start = this.world.now
    const { source, resource } = this.world.nature
    this.list = { source, resource }
    this.settings = settingsOf(this.world)
    this.#databaseFaultRate = this.random.pick([0, 0, 0.005, 0.02])
    const upstreams = createSimulatedUpstreams(this.world, this.random, {
      trace: (line) => this.note(line),
      broken: () => this.#mark('isBroken'),
      deceived: () => this.#mark('isDeceived'),
    })
    const runner = listRunners(upstreams, this.settings).find((each) => each.resource === resource)
    if (!runner) throw new Error(`Nothing reads ${source} ${resource}`)
    this.runner = runner
    this.note(`a ${this.world.nature.kind} upstream: ${JSON.stringify(this.world.nature)}`)
    for (const { id, versions } of this.world.rows)
      this.note(`  ${id}: ${JSON.stringify(versions[0]?.content)}`)
  }

  note(line: string): void {
    this.trace.push(`+${((this.world.now - this.#start) / 1000).toFixed(3)}s ${line}`)
  }

  fail(violations: readonly string[]): void {
    for (const violation of violations) {
      this.violations.push(violation)
      this.note(`  WRONG: ${violation}`)
    }
  }

  context(): SyncContext {
    return {
      db: this.database.db,
      settings: this.settings,
      now: () => new Date(this.world.now),
      random: () => this.random.next(),
      signal: new AbortController().signal,
      refused: new Set(),
    }
  }

  /** Alternates upstream, runs, faults and clock until enough runs were made or a violation is found. */
  async disturb(): Promise<void> {
    const runs = this.random.int(3, this.world.nature.wrongs === 'doubled' ? 8 : 6)
    await this.followDay()
    for (let step = 0; step < MAX_STEPS && this.violations.length === 0; step += 1) {
      const active = this.#active()
      if (active.length === 0) {
        if (this.#started >= runs) return
        passTime(
          this.world,
          this.random,
          (id) => this.#isAttributed(id),
          (line) => this.note(line),
        )
        await (this.#releases.needsCheck ? this.#startCheck() : this.#startRun())
        continue
      }
      const isFree = !active.some((task) => task.isInTransaction)
      const hasPlace = isFree && active.length < MAX_AT_ONCE
      const canStart = hasPlace && this.#started < runs
      const action = this.random.weighted({
        go: 100,
        change: 4,
        start: canStart ? 2 : 0,
        crash: 0.6,
        mislead: mayMislead(this.world) ? 2.5 : 0,
        upgrade: hasPlace && this.#releases.mayFence ? 1 : 0,
      })
      if (action === 'go') await this.#go(active)
      if (action === 'change') this.note(changeWorld(this.world, this.random))
      if (action === 'start') await this.#startRun()
      if (action === 'mislead') this.note(mislead(this.world, this.random))
      if (action === 'upgrade') await this.#startCheck()
      if (action === 'crash') await this.#crash(this.random.pick(active))
    }
    for (const task of this.#active()) await this.#crash(task)
  }

  /** Upgrades permanently: the former release writes no more, and aggregates it did not keep are derived. */
  async upgrade(): Promise<void> {
    if (this.#releases.mayFence) this.#fence()
    if (!this.#releases.needsCheck) return
    await checkAggregates(this.list, this.context(), (line) => this.note(line))
    this.#releases.noteChecked()
    await this.#look(null)
  }

  #fence(): void {
    this.#releases.fence()
    this.note('the database is upgraded: a former release may write no more')
  }

  /** Starts the check of the aggregates, which a worker of this release runs first. */
  async #startCheck(): Promise<void> {
    if (this.#releases.mayFence) this.#fence()
    const task = new Task('the check of the aggregates')
    this.#tasks.set(task, null)
    await task.start(() => checkAggregates(this.list, this.context(), (line) => this.note(line)))
    await this.#noteEnd(task)
  }

  /** Creates the windows that a new day needs, like every process that notices the new day. */
  async followDay(): Promise<void> {
    const today = this.world.today()
    if (today === this.#today) return
    this.#today = today
    await ensureWindows(this.database.db, this.list, this.world.firstMonday, today, new Date(this.world.now))
    this.note(`it is ${today}: the windows are made`)
    await this.#look(null)
  }

  /** Sorted oldest first, because PostgreSQL returns windows in the order of its writes. */
  async planned(): Promise<PlannedWindow[]> {
    const windows = await loadWindows(this.database.db, [this.list], this.world.firstMonday)
    return windows.sort((a, b) => (a.fromDay < b.fromDay ? -1 : 1))
  }

  currentMonday(): string {
    return weekStart(this.world.today())
  }

  #isAttributed(id: string): boolean {
    return this.state.rows.some((row) => row.id === id && row.assignment === 'filter' && row.gone_at === null)
  }

  #active(): Task[] {
    return [...this.#tasks.keys()].filter((task) => !task.isEnded)
  }

  #mark(what: 'isBroken' | 'isDeceived'): void {
    const task = currentTask()
    const run = task && this.#tasks.get(task)
    if (run) run[what] = true
  }

  async #startRun(): Promise<void> {
    await this.followDay()
    const windows = await this.planned()
    const planned = this.random.chance(0.5) ? nextPlanned(this.world, windows) : null
    const chosen = chooseWindow(this.world, this.random, windows, planned)
    const window = await takeWindow(this.database.db, chosen)
    this.#started += 1
    const former = this.#releases.choose(this.random)
    const of = former === null ? '' : ' by a former release'
    const task = new Task(`run ${this.#started} of ${window.fromDay}${of}`, former)
    const { now: startedAt, changes: changesAtStart } = this.world
    this.#tasks.set(task, { task, window, startedAt, changesAtStart, isBroken: false, isDeceived: false })
    this.note(`${task.name} begins`)
    const context = this.context()
    await task.start(async () => {
      const { error } = await runWindow(this.runner, window, context)
      this.note(`${task.name} ended${error === null ? '' : `: ${error.code}`}`)
    })
    await this.#noteEnd(task)
  }

  /** Lets one run take a step. While one is in a transaction, the others must not use the database. */
  async #go(active: readonly Task[]): Promise<void> {
    const isBusy = active.some((task) => task.isInTransaction)
    const free = active.filter((task) => !isBusy || task.isInTransaction || task.stop?.kind === 'call')
    const newest = free.at(-1)
    const task = newest && this.random.chance(0.8) ? newest : this.random.pick(free)
    const { stop } = task
    if (stop === null) throw new Error(`${task.name} waits for something unknown`)
    const isLoose = !task.isInTransaction
    const decision = decide(this.random, this.#databaseFaultRate, stop, isLoose)
    this.world.now += this.random.int(1, 2_500)
    this.note(`${task.name}: ${stop.text.slice(0, 110)}${decision === 'run' ? '' : ` [${decision}]`}`)
    await task.resume(decision)
    if (task.isDead) await this.database.cutOff(task)
    await this.#noteEnd(task)
    if (stop.kind === 'statement' && mayCommit(stop.text, isLoose))
      await this.#look(this.#tasks.get(task) ?? null)
  }

  async #noteEnd(task: Task): Promise<void> {
    if (!task.isEnded) return
    await this.database.cutOff(task)
    if (task.error !== null) this.note(`${task.name} ended with ${String(task.error).slice(0, 120)}`)
    const isExpected = isInjected(task.error) || (isFencedOff(task) && isRefusedByFence(task.error))
    if (task.error !== null && !isExpected) this.fail([`${task.name} threw ${String(task.error)}`])
    const isChecked = this.#tasks.get(task) === null && task.error === null && !task.isDead
    if (!isChecked) return
    this.#releases.noteChecked()
    await this.#look(null)
  }

  async #crash(task: Task): Promise<void> {
    this.note(`${task.name} is killed at: ${task.stop?.text.slice(0, 80)}`)
    task.die()
    await this.database.cutOff(task)
  }

  async #look(run: RunFacts | null): Promise<void> {
    const before = this.state
    if (run !== null) this.#releases.noteCommit(run.task)
    this.state = await readState(this.database.db, this.world.nature)
    this.note(`  the mirror is ${fingerprint(this.state)}`)
    this.fail(checkStep(this.world, before, this.state, run, this.#releases.staleLevels()))
    this.#past.push(this.state)
  }

  /** Checks that every state so far can be read back from the history in the present one. */
  checkPast(): void {
    this.fail(checkVersions(this.world, this.#past, this.state))
  }
}
