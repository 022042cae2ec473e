import 'server-only'
import { type SQL, sql } from 'drizzle-orm'
import type { Day } from '#lib/calendar-date.ts'
import { type Executor, rows } from '#lib/server/db/client.ts'
import { databaseFault, describeError } from '#lib/server/db/faults.ts'
import { transact } from '#lib/server/db/transact.ts'
import { LATER_STEP_MS } from './aggregate-rounds.ts'
import {
  computePending,
  contractsState,
  differingContracts,
  isDayMissing,
  isOtherDay,
  refreshContracts,
} from './contracts.ts'
import { lockList, moveVersion } from './run-stamp.ts'
import { type SyncContext, todayOf } from './run-window.ts'
import type { ListName } from './windows.ts'

const LIST = { source: 'hello-tractor', resource: 'billing-periods' } as const
/** How many billing periods one step compares with their contracts, more or less. */
const PERIODS_PER_STEP = 50_000

/** Computing contracts takes at most one part in this many of a worker's time, so that it goes on reading. */
const SHARE_OF_TIME = 10
/** A shorter computation needs no rest after it. */
const LONG_MS = 500

/**
 * Keeps the figures of contracts right where no run does: computes those that runs left or a new day changes, and
 * compares the others with their billing periods, some contracts per step.
 */
export class ContractRounds {
  readonly #isNeeded: boolean
  readonly #say: (line: string) => void
  #today: Day | null = null
  /** The name after which the next step begins; null: the periods without a contract come next. */
  #after: string | null = null
  #isFirstRound = true
  #steppedAt = Number.NEGATIVE_INFINITY
  #restsUntil = Number.NEGATIVE_INFINITY

  /** @param lists the lists that the worker mirrors; contracts follow from the billing periods alone */
  constructor(lists: readonly ListName[], say: (line: string) => void) {
    this.#isNeeded = lists.some(({ resource }) => resource === LIST.resource)
    this.#say = say
  }

  /**
   * Takes the next step if one is due.
   * @throws PostgreSQL's error, except where it is merely busy: the next round then tries again
   */
  async step(context: Pick<SyncContext, 'db' | 'now' | 'settings'>): Promise<void> {
    if (!this.#isNeeded) return
    try {
      await this.#step(context)
    } catch (error) {
      if (databaseFault(error) !== 'busy') throw error
      this.#say(
        `The figures of contracts could not be computed: ${describeError(error)} The next round tries again.`,
      )
      this.#endRound()
    }
  }

  async #step(context: Pick<SyncContext, 'db' | 'now' | 'settings'>): Promise<void> {
    const today = todayOf(context)
    if (today !== this.#today) {
      await beginDay(context, today)
      this.#today = today
      return
    }
    const time = performance.now()
    if (time < this.#restsUntil) return
    const state = await contractsState(context.db)
    if (state !== null && (state.pending > 0 || (await isDayMissing(context.db, state)))) {
      const left = await computeSome(context)
      const tookMs = performance.now() - time
      if (left > 0 || tookMs > LONG_MS) this.#restsUntil = performance.now() + SHARE_OF_TIME * tookMs
      return
    }
    if (!this.#isFirstRound && time - this.#steppedAt < LATER_STEP_MS) return
    this.#steppedAt = time
    await this.#compare(context, today)
  }

  async #compare({ db, now }: Pick<SyncContext, 'db' | 'now'>, today: Day): Promise<void> {
    const part = await nextPart(db, this.#after)
    const repaired = await repairContracts(db, part.where, { today, now: now() })
    if (repaired > 0)
      this.#say(
        `The figures of ${repaired} ${repaired === 1 ? 'contract' : 'contracts'} did not match their billing periods and were recalculated.`,
      )
    if (part.before === null) this.#endRound()
    else this.#after = part.before
  }

  #endRound(): void {
    this.#after = null
    this.#isFirstRound = false
  }
}

/** Moves the figures to a new day, and begins those of a database without contracts. */
async function beginDay({ db, now }: Pick<SyncContext, 'db' | 'now'>, today: Day): Promise<void> {
  const known = await contractsState(db)
  if (known !== null && !isOtherDay(known.day, today)) return
  await transact(db, async (tx) => {
    await lockList(tx, LIST)
    await refreshContracts(tx, new Set(), { today, now: now() })
    await moveVersion(tx, LIST)
  })
}

async function computeSome({ db, now }: Pick<SyncContext, 'db' | 'now'>): Promise<number> {
  return transact(db, async (tx) => {
    await lockList(tx, LIST)
    const left = await computePending(tx, now())
    await moveVersion(tx, LIST)
    return left
  })
}

/** Where a step begins and ends. `before` is the name after which the next one begins; null: this is the last. */
type Part = { where: SQL; before: string | null }

async function nextPart(db: Executor, after: string | null): Promise<Part> {
  if (after === null) return { where: sql`contract is null`, before: '' }
  const [found] = await rows<{ contract: string }>(
    db,
    sql`select contract from billing_period where gone_at is null and contract collate "C" > ${after}
      order by contract collate "C" offset ${PERIODS_PER_STEP} limit 1`,
  )
  const name = sql`contract collate "C"`
  if (found === undefined) return { where: sql`${name} > ${after}`, before: null }
  return { where: sql`${name} > ${after} and ${name} <= ${found.contract}`, before: found.contract }
}

async function repairContracts(
  db: SyncContext['db'],
  where: SQL,
  when: { today: Day; now: Date },
): Promise<number> {
  const first = await contractsState(db)
  // The first comparison needs no lock: a statement sees periods and contracts of the same commit.
  if (first === null || (await differingContracts(db, first, where)).size === 0) return 0
  return transact(db, async (tx) => {
    await lockList(tx, LIST)
    const known = await contractsState(tx)
    const names = known === null ? new Set<string>() : await differingContracts(tx, known, where)
    if (names.size === 0) return 0
    await refreshContracts(tx, names, when)
    await moveVersion(tx, LIST)
    return names.size
  })
}
