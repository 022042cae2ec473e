import 'server-only'
import type { PlannedWindow } from '#lib/server/sync/plan.ts'
import type { Task } from './task.ts'

/** What the scenario knows about a run in addition to the run's own state. */
export type RunFacts = {
  task: Task
  window: PlannedWindow
  startedAt: number
  /** `World.changes` at the start of the run. If the value is the same now, the upstream has not changed. */
  changesAtStart: number
  /** True if a page outside the filtered walks was unusable. */
  isBroken: boolean
  /** True if the list was answered as empty, which the run cannot tell from a true answer. */
  isDeceived: boolean
}
