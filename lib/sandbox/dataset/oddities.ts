import 'server-only'
import type { OddEnd } from './collection.ts'
import type { Contract } from './contracts.ts'
import type { Random } from './random.ts'
import { MINUTE_MS, WEEK_MS, type Week } from './time.ts'

/** The unusual properties of one billing period. */
export type Oddity = {
  end: OddEnd
  /** Length of the period in days, if longer than a week. */
  longDays: 14 | 30 | null
  /** Days by which the period starts before its week, for a late entry. */
  lateByDays: number
  /** An unreadable amount; undefined for an ordinary one. */
  amount: null | string | undefined
  hasNoFundingSource: boolean
  /** What the upstream corrects in the row after the dataset was opened. */
  later: Later | null
}

/** A correction by the upstream, minutes after the dataset was first opened. */
type Later = { afterMinutes: number } & ({ lowerByPercent: number } | { moveByDays: 7 })

const ORDINARY: Oddity = {
  end: null,
  longDays: null,
  lateByDays: 0,
  amount: undefined,
  hasNoFundingSource: false,
  later: null,
}

/**
 * Fixed positions (contract, weeks before the origin day), so that even the smallest dataset has each oddity
 * at least once.
 */
const PLACES: readonly { contract: number; age: number; oddity: Partial<Oddity> }[] = [
  { contract: 1, age: 3, oddity: { amount: null } },
  { contract: 2, age: 2, oddity: { amount: 'N/A' } },
  { contract: 3, age: 5, oddity: { amount: '12,500.00' } },
  { contract: 4, age: 4, oddity: { end: 'disputed' } },
  { contract: 0, age: 4, oddity: { end: 'on-hold' } },
  { contract: 5, age: 3, oddity: { longDays: 14 } },
  { contract: 6, age: 5, oddity: { longDays: 30 } },
  { contract: 7, age: 2, oddity: { lateByDays: 14 } },
  { contract: 8, age: 3, oddity: { hasNoFundingSource: true } },
  { contract: 10, age: 4, oddity: { end: 'never-sent' } },
  // Late enough that the first sync has usually ended; the second of each kind is for slow machines.
  { contract: 11, age: 2, oddity: { ...ORDINARY, later: { afterMinutes: 6, lowerByPercent: 20 } } },
  { contract: 4, age: 3, oddity: { ...ORDINARY, later: { afterMinutes: 8, moveByDays: 7 } } },
  { contract: 14, age: 2, oddity: { ...ORDINARY, later: { afterMinutes: 30, lowerByPercent: 35 } } },
  { contract: 17, age: 3, oddity: { ...ORDINARY, later: { afterMinutes: 35, moveByDays: 7 } } },
]

/** Stops paying seven weeks before the origin day, and pays nothing any more. */
const STOPPED = { contract: 15, fromAge: 7 }
/**
 * Pays nothing for these weeks until it pays all of them at once: after the dataset was opened, or when the week of the
 * origin day begins.
 */
const CURED = { contract: 19, fromAge: 7, toAge: 2, afterMinutes: 10 }

/** Returns the fixed end of all periods of a contract in a week; null if there is none. */
function placedEnd(contract: Contract, week: Week, openedAt: number | null): OddEnd {
  if (contract.index === STOPPED.contract && week.age <= STOPPED.fromAge) return 'unpaid'
  const isMissing = week.age <= CURED.fromAge && week.age >= CURED.toAge
  if (contract.index !== CURED.contract || !isMissing) return null
  const originWeek = week.mondayMs + week.age * WEEK_MS
  return { paidAt: openedAt === null ? originWeek : openedAt + CURED.afterMinutes * MINUTE_MS }
}

/**
 * Returns the fixed oddities of a contract in a week: of its first period, and of all its periods. Null if there
 * are none; then the week may have no period.
 */
export function placedOddities(
  contract: Contract,
  week: Week,
  openedAt: number | null,
): { first: Partial<Oddity>; all: Partial<Oddity> } | null {
  const place = PLACES.find((one) => one.contract === contract.index && one.age === week.age)
  const end = placedEnd(contract, week, openedAt)
  if (!place && end === null) return null
  return { first: place?.oddity ?? {}, all: end === null ? {} : { ...ORDINARY, end } }
}

/**
 * Draws random oddities. The number of draws is constant, so that later draws do not depend on the outcome.
 */
export function drawnOddity(random: Random): Oddity {
  const end = random()
  const length = random()
  const late = random()
  const amount = random()
  return {
    end: end < 0.0016 ? 'disputed' : end < 0.0019 ? 'on-hold' : end < 0.006 ? 'never-sent' : null,
    longDays: length < 0.004 ? 14 : length < 0.006 ? 30 : null,
    lateByDays: late < 0.005 ? 7 * (1 + Math.floor(late * 1000)) : 0,
    amount: amount < 0.0002 ? null : amount < 0.0003 ? 'N/A' : undefined,
    hasNoFundingSource: random() < 0.003,
    later: null,
  }
}
