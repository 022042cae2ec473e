import 'server-only'
import type { Day } from '#lib/calendar-date.ts'
import { databaseFault, describeError } from '#lib/server/db/faults.ts'
import { spanOf } from '#lib/server/lists/aggregates.ts'
import { sourceName } from '#lib/server/words/names.ts'
import { commandWords } from '#lib/words/command-words.ts'
import { nextDay, repairAggregates, repairFactSchema } from './check-aggregates.ts'
import { clearFact, readFact } from './facts.ts'
import { type SyncContext, todayOf } from './run-window.ts'
import type { ListName } from './windows.ts'

const t = commandWords('commands')

/**
 * The first round takes a step each time the worker looks for work; later rounds take one every ten minutes.
 */
export const LATER_STEP_MS = 10 * 60_000
/** How long the Sources page mentions a repair. */
const TOLD_MS = 7 * 24 * 3_600_000
const FIRST_DAY: Day = '0001-01-01'

/**
 * Compares the aggregates of some lists with their rows, one ISO year of one list per step, and starts over
 * at the end. Each step reads the rows of its year once.
 */
export class AggregateRounds {
  readonly #lists: readonly ListName[]
  readonly #say: (line: string) => void
  #at = 0
  /** First day still to compare in the current list; null: the rows without a day come next. */
  #from: Day | null = null
  #isFirstRound = true
  #steppedAt = Number.NEGATIVE_INFINITY

  constructor(lists: readonly ListName[], say: (line: string) => void) {
    this.#lists = lists
    this.#say = say
  }

  /**
   * Takes the next step if one is due. A list that PostgreSQL is too busy for is skipped until the next
   * round.
   * @throws PostgreSQL's error when the database is unreachable or read-only
   */
  async step(context: Pick<SyncContext, 'db' | 'now' | 'settings'>): Promise<void> {
    const list = this.#lists[this.#at]
    const time = performance.now()
    if (list === undefined || (!this.#isFirstRound && time - this.#steppedAt < LATER_STEP_MS)) return
    this.#steppedAt = time
    try {
      await this.#compare(list, context)
    } catch (error) {
      // A rethrown error would restart the sync, again and again for as long as the comparison times out.
      if (databaseFault(error) !== 'busy') throw error
      this.#say(t('note.not-compared', { ...namesOf(list), reason: describeError(error) }))
      this.#nextList()
    }
  }

  async #compare(list: ListName, context: Pick<SyncContext, 'db' | 'now' | 'settings'>): Promise<void> {
    const { db, now } = context
    const day = this.#from === null ? null : await nextDay(db, list, this.#from)
    if (this.#from !== null && day === null) {
      await forgetRepair(db, list, now())
      return this.#nextList()
    }
    const days = await repairAggregates(db, list, day, { now: now(), today: todayOf(context) })
    if (days > 0) this.#say(t('note.recalculated', { ...namesOf(list), days }))
    this.#from = day === null ? FIRST_DAY : spanOf('year', day).before
  }

  #nextList(): void {
    this.#from = null
    this.#at += 1
    if (this.#at < this.#lists.length) return
    this.#at = 0
    this.#isFirstRound = false
  }
}

function namesOf({ source, resource }: ListName): { source: string; list: string } {
  return { source: sourceName(source), list: resource }
}

async function forgetRepair(db: SyncContext['db'], list: ListName, now: Date): Promise<void> {
  const key = { ...list, fact: 'aggregates_repaired' }
  const known = await readFact(db, key, repairFactSchema)
  if (known && now.getTime() - known.at > TOLD_MS) await clearFact(db, key)
}
