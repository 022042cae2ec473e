import 'server-only'
import { addDays, type Day, timeOfDay } from '#lib/calendar-date.ts'
import { decimalOf, HECTARE_PRICES } from './amounts.ts'
import { collectionEvents, type StatusEvent } from './collection.ts'
import type { Contract } from './contracts.ts'
import { type Correction, correctionOf } from './corrections.ts'
import { drawnOddity, type Oddity, placedOddities } from './oddities.ts'
import { type Random, randomOf, whole } from './random.ts'
import { season } from './regions.ts'
import { DAY_MS, HOUR_MS, type Week, weekNumber, workingHour } from './time.ts'

/** A planted trend: from a week on, so many percentage points fewer of the billing periods are ever paid. */
export type Fall = { from: Day; points: number }

/** What all contracts of a dataset share. */
export type Setting = {
  seed: number
  /** The instant at which the dataset was first opened, within an hour of which rows are corrected; null: none ever are. */
  openedAt: number | null
  /** Null: collection has no trend. */
  fall: Fall | null
}

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
  correction: Correction | null
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
export function billingPeriodsOfWeek(setting: Setting, contract: Contract, week: Week): BillingPeriodDraft[] {
  if (week.number < contract.firstWeek || week.number > contract.lastWeek) return []
  const { openedAt } = setting
  const random = randomOf(setting.seed, 2, contract.index, week.number)
  const share = season(contract.region, week.monday)
  const paidShare = contract.paidShare - pointsLost(setting.fall, week) / 100
  const placed = placedOddities(contract, week, openedAt)
  let count = placed ? 1 : 0
  for (let tractor = 0; tractor < contract.tractors; tractor++) {
    if (random() < share && count < contract.tractors) count++
  }
  const spans = contract.isSplit ? SPLIT_SPANS[count] : undefined
  return Array.from({ length: count }, (_, index) => {
    const oddity = { ...drawnOddity(random), ...placed?.all, ...(index === 0 ? placed?.first : null) }
    const [from, to] = spans?.[index] ?? [contract.startsOn, contract.startsOn + 6]
    return periodOf(random, contract, week, { from, to, share, paidShare, oddity, openedAt })
  })
}

function pointsLost(fall: Fall | null, week: Week): number {
  return fall !== null && week.number >= weekNumber(timeOfDay(fall.from)) ? fall.points : 0
}

type Shape = {
  from: number
  to: number
  share: number
  paidShare: number
  oddity: Oddity
  openedAt: number | null
}

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
  const hundredths = workAmount + maintenanceFee
  return {
    contract,
    loanName: contract.loanName,
    currency: contract.region.currency,
    fundingSource,
    startDate,
    endDate,
    createdAt,
    sentAt,
    amount: oddity.amount === undefined ? decimalOf(hundredths) : oddity.amount,
    workAmount,
    maintenanceFee,
    hectares,
    events: collectionEvents(
      random,
      { ...contract, paidShare: shape.paidShare },
      createdAt,
      sentAt,
      oddity.end,
    ),
    correction: correctionOf(oddity.later, shape.openedAt, { hundredths, startDate, endDate }),
  }
}
