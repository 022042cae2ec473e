import 'server-only'
import type { PlannedWindow } from '#lib/server/sync/plan.ts'
import type { Task } from './task.ts'

/** What the scenario knows of a run beside what the run itself knows. */
export type RunFacts = {
  task: Task
  window: PlannedWindow
  startedAt: number
  /** `World.changes` when it began: the upstream stood still if it is the same now. */
  changesAtStart: number
  /** A page of it could not be used, and not for being asked by a filter. */
  isBroken: boolean
  /** Its list was answered with an empty one, which it cannot tell from a true answer. */
  isDeceived: boolean
}
