import 'server-only'
import { addDays, type Day, timeOfDay } from '#lib/calendar-date.ts'
import { decimalOf, HECTARE_PRICES } from './amounts.ts'
import { collectionEvents, type OddEnd, type StatusEvent } from './collection.ts'
import type { Contract } from './contracts.ts'
import { type Random, randomOf, whole } from './random.ts'
import { season } from './regions.ts'
import { DAY_MS, HOUR_MS, type Week, workingHour } from './time.ts'

/** A billing period without its id; the id depends on the order of creation in the whole dataset. */
export type BillingPeriodDraft = {
  contract: Contract
  loanName: string
  currency: string
  fundingSource: string | null
  startDate: Day
  endDate: Day
  createdAt: number
  sentAt: number
  /** The amount as the row shows it; null or words for a broken upstream amount. */
  amount: string | null
  /** Actual cost of the field work in hundredths. */
  workAmount: number
  maintenanceFee: number
  hectares: number
  events: readonly StatusEvent[]
}

/** All facts about one billing period, future ones included. */
export type BillingPeriod = BillingPeriodDraft & { key: string; id: number }

const SPLIT_SPANS: Record<number, readonly (readonly [number, number])[]> = {
  2: [
    [0, 2],
    [3, 6],
  ],
  3: [
    [0, 1],
    [2, 3],
    [4, 6],
  ],
}

/** Returns the periods that one contract creates in one week; none in weeks without field work. */
export function billingPeriodsOfWeek(seed: number, contract: Contract, week: Week): BillingPeriodDraft[] {
  if (week.number < contract.firstWeek || week.number > contract.lastWeek) return []
  const random = randomOf(seed, 2, contract.index, week.number)
  const share = season(contract.region, week.monday)
  const placed = placedOddity(contract, week)
  let count = placed ? 1 : 0
  for (let tractor = 0; tractor < contract.tractors; tractor++) {
    if (random() < share && count < contract.tractors) count++
  }
  const spans = contract.isSplit ? SPLIT_SPANS[count] : undefined
  return Array.from({ length: count }, (_, index) => {
    const oddity = { ...drawnOddity(random), ...(index === 0 ? placed : null) }
    const [from, to] = spans?.[index] ?? [contract.startsOn, contract.startsOn + 6]
    return periodOf(random, contract, week, { from, to, share, oddity })
  })
}

type Shape = { from: number; to: number; share: number; oddity: Oddity }

function periodOf(random: Random, contract: Contract, week: Week, shape: Shape): BillingPeriodDraft {
  const { oddity } = shape
  const from = shape.from - oddity.lateByDays
  const to = oddity.longDays ? from + oddity.longDays - 1 : shape.to - oddity.lateByDays
  // Every creation lies inside its week. Ids count creations, so they never change as weeks are added.
  const createdDay = Math.min(6, Math.max(1, shape.from + 1) + whole(random, 0, 2))
  const createdAt = workingHour(week.mondayMs, createdDay, random())
  const startDate = addDays(week.monday, from)
  const endDate = addDays(week.monday, to)
  const due = timeOfDay(endDate) + DAY_MS + 5 * HOUR_MS + whole(random, 0, 30 * 3600) * 1000
  const sentAt = Math.max(due, createdAt + whole(random, 3600, 20 * 3600) * 1000)
  const hectares = whole(random, 15, 30 + Math.round(60 * shape.share)) / 10
  const price = HECTARE_PRICES[contract.region.currency] ?? 0
  const workAmount = Math.round((hectares * price * (0.94 + 0.12 * random())) / 25) * 25
  const maintenanceFee = Math.round((workAmount * 0.02) / 50) * 50
  const fundingSource = oddity.hasNoFundingSource ? null : contract.fundingSource
  return {
    contract,
    loanName: contract.loanName,
    currency: contract.region.currency,
    fundingSource,
    startDate,
    endDate,
    createdAt,
    sentAt,
    amount: oddity.amount === undefined ? decimalOf(workAmount + maintenanceFee) : oddity.amount,
    workAmount,
    maintenanceFee,
    hectares,
    events: collectionEvents(random, contract, createdAt, sentAt, oddity.end),
  }
}

/** The unusual properties of one billing period. */
type Oddity = {
  end: OddEnd
  /** Length of the period in days, if longer than a week. */
  longDays: 14 | 30 | null
  /** Days by which the period starts before its week, for a late entry. */
  lateByDays: number
  /** An unreadable amount; undefined for an ordinary one. */
  amount: null | string | undefined
  hasNoFundingSource: boolean
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
]

/** Returns the fixed oddity of a contract's first period in a week; null if there is none. */
function placedOddity(contract: Contract, week: Week): Partial<Oddity> | null {
  return PLACES.find((place) => place.contract === contract.index && place.age === week.age)?.oddity ?? null
}

/**
 * Draws random oddities. The number of draws is constant, so that later draws do not depend on the outcome.
 */
function drawnOddity(random: Random): Oddity {
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
  }
}
