import 'server-only'
import type { OddEnd } from './collection.ts'
import type { Contract } from './contracts.ts'
import type { Random } from './random.ts'
import type { Week } from './time.ts'

/** What is unusual about one billing period. */
export type Oddity = {
  end: OddEnd
  /** Days the period covers, where it is longer than a week. */
  longDays: 14 | 30 | null
  /** Days before its week that the period starts, where it was entered late. */
  lateByDays: number
  /** An amount that cannot be read; undefined: an ordinary one. */
  amount: null | string | undefined
  lacksFundingSource: boolean
}

/** Fixed places (contract, weeks before the origin day) so that even the smallest world has each oddity once. */
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

/** What the places above say of a contract's first period of a week; null where they say nothing. */
export function placedOddity(contract: Contract, week: Week): Partial<Oddity> | null {
  return PLACES.find((place) => place.contract === contract.index && place.age === week.age)?.oddity ?? null
}

/** What chance makes unusual; the draws are the same in number whatever they give. */
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
