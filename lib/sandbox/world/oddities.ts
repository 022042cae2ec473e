import 'server-only'
import type { OddEnd } from './collection.ts'
import type { Contract } from './contracts.ts'
import type { Random } from './random.ts'
import type { Week } from './time.ts'

/** The unusual properties of one billing period. */
export type Oddity = {
  end: OddEnd
  /** Length of the period in days, if longer than a week. */
  longDays: 14 | 30 | null
  /** Days by which the period starts before its week, for a late entry. */
  lateByDays: number
  /** An unreadable amount; undefined for an ordinary one. */
  amount: null | string | undefined
  lacksFundingSource: boolean
}

/**
 * Fixed positions (contract, weeks before the origin day), so that even the smallest world has each oddity
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
  { contract: 8, age: 3, oddity: { lacksFundingSource: true } },
  { contract: 10, age: 4, oddity: { end: 'never-sent' } },
]

/** Returns the fixed oddity of a contract's first period in a week; null if there is none. */
export function placedOddity(contract: Contract, week: Week): Partial<Oddity> | null {
  return PLACES.find((place) => place.contract === contract.index && place.age === week.age)?.oddity ?? null
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
    lacksFundingSource: random() < 0.003,
  }
}
