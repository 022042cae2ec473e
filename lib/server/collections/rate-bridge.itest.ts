import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { addDays, type Day } from '#lib/calendar-date.ts'
import { bridgeSchema, type RateBridge } from '#lib/collections/bridge-schema.ts'
import { sumMoney } from '#lib/money.ts'
import { rowHistory } from '#lib/server/db/schema.ts'
import { syncWindow } from '#lib/server/db/schema-sync.ts'
import { financier, openTestDatabase, operator } from '#lib/testing/ask.ts'
import type { TestDatabase } from '#lib/testing/database.ts'
import { type PeriodRow, period, putPeriods } from '#lib/testing/rows.ts'
import { compareCollections } from './comparison.ts'
import { rateBridge } from './rate-bridge.ts'

const NOW = new Date('2026-03-29T12:00:00Z')
/** Four weeks, and the four before them as they were 28 days before `NOW`. */
const RANGE = { from: '2026-02-02', to: '2026-03-01' }
const EARLIER = '2026-01-05'
const AS_OF = '2026-03-01T12:00:00.000Z'
const filters = { currency: 'NGN', funding_source: [], ...RANGE }
const ask = (viewer = operator, rest: object = {}) =>
  rateBridge(viewer, { ...filters, ...rest }, NOW).then((answer) => bridgeSchema.parse(answer))

let own: TestDatabase
beforeAll(async () => {
  own = await openTestDatabase()
  await own.db.insert(syncWindow).values({
    source: 'hello-tractor',
    resource: 'billing-periods',
    fromDay: '2020-01-01',
    toDay: null,
    state: 'complete',
    lastCompleteAt: NOW.toISOString(),
    dueAt: NOW.toISOString(),
  })
})
afterAll(() => own.drop())

type Status = 'PAYMENT_COMPLETE' | 'PAYMENT_FAILED' | 'PENDING'
/** A period with what it was at equal age, if it belongs to the earlier weeks, and what it is. */
type Fact = Pick<PeriodRow, 'fundingSource' | 'contract' | 'amount'> & {
  isNow: boolean
  early: Status
  late: Status
}

const SOURCES = ['Fund A', 'Fund B', 'Fund C', null]
const pick = <Value>(values: readonly Value[], at: number) => values[at % values.length] as Value

/** Periods of 60 contracts: of every five one is new, one ended; contract 7 has no name; Fund C bills later only. */
const FACTS: Fact[] = Array.from({ length: 60 }, (_, contract) => contract).flatMap((contract) =>
  [false, true].flatMap((isNow) => {
    const fundingSource = pick(SOURCES, Math.floor(contract / 5))
    const isAbsent = isNow ? contract % 5 === 3 : contract % 5 === 4 || fundingSource === 'Fund C'
    return Array.from({ length: isAbsent ? 0 : 4 }, (_, week): Fact => {
      const odds = (contract * 7 + week * 3 + (isNow ? 5 : 0)) % 11
      const early = odds < 5 ? 'PAYMENT_COMPLETE' : odds < 8 ? 'PENDING' : 'PAYMENT_FAILED'
      return {
        isNow,
        fundingSource,
        contract: contract === 7 ? null : `Contract ${contract}`,
        amount: `${100 + ((contract * 13 + week) % 37)}.${10 + (contract % 50)}`,
        early,
        late: early === 'PENDING' && !isNow ? 'PAYMENT_COMPLETE' : early,
      }
    })
  }),
)

async function put(facts: readonly Fact[], firstSeenAt = '2026-01-06T08:00:00Z'): Promise<void> {
  const paidLater = '2026-03-10T08:00:00Z'
  const rows = facts.map((fact, at) => {
    const startDate: Day = addDays(fact.isNow ? RANGE.from : EARLIER, 7 * (at % 4))
    const { isNow, early, late, ...of } = fact
    const changedAt = early === late ? '2026-02-20T08:00:00Z' : paidLater
    const row = period(`p${at}`, {
      ...of,
      startDate,
      endDate: addDays(startDate, 6),
      currency: 'NGN',
      status: late,
      ...(isNow ? {} : { firstSeenAt, changedAt }),
    })
    return { row, fact }
  })
  await putPeriods(
    own.db,
    rows.map(({ row }) => row),
  )
  await own.db.delete(rowHistory)
  const entry = (id: string, status: string, previousSeenAt: string | null, seenAt: string) => {
    return { source: 'hello-tractor', resource: 'billing-periods', id, status, previousSeenAt, seenAt }
  }
  await own.db
    .insert(rowHistory)
    .values(
      rows.flatMap(({ row, fact }) => [
        entry(row.id, fact.early, null, firstSeenAt),
        ...(fact.early === fact.late ? [] : [entry(row.id, fact.late, '2026-03-10T07:59:00Z', paidLater)]),
      ]),
    )
}

/** Adds up the periods themselves. */
function sums(facts: readonly Fact[], isNow: boolean) {
  const of = facts.filter((fact) => fact.isNow === isNow)
  if (of.length === 0) return null
  const amounts = (chosen: readonly Fact[]) => sumMoney(chosen.map(({ amount }) => amount ?? '0'))
  const isPaid = (fact: Fact) => (isNow ? fact.late : fact.early) === 'PAYMENT_COMPLETE'
  return { billed: amounts(of), collected: amounts(of.filter(isPaid)) }
}

const pairOf = (facts: readonly Fact[]) => ({ was: sums(facts, false), now: sums(facts, true) })

function kindOf({ contract, fundingSource }: Fact, all: readonly Fact[]) {
  if (contract === null) return 'unnamed'
  const same = all.filter((one) => one.contract === contract && one.fundingSource === fundingSource)
  const [was, now] = [same.some(({ isNow }) => !isNow), same.some(({ isNow }) => isNow)]
  return was && now ? 'continuing' : now ? 'new' : 'ended'
}

type Sums = { billed: string; collected: string } | null
const plain = (of: Sums) => of && { billed: Number(of.billed), collected: Number(of.collected) }

/** The midpoint form in floating point, written anew. */
function midpoint(was: Sums, now: Sums, all: { was: Sums; now: Sums }) {
  const [b0, b1] = [Number(was?.billed ?? 0), Number(now?.billed ?? 0)]
  const rate = (of: Sums) => Number(of?.collected) / Number(of?.billed)
  const [s0, s1] = [b0 / Number(all.was?.billed), b1 / Number(all.now?.billed)]
  const middle = (rate(all.was) + rate(all.now)) / 2
  if (was === null) return { performance: 0, mix: s1 * (rate(now) - middle) }
  if (now === null) return { performance: 0, mix: -s0 * (rate(was) - middle) }
  return {
    performance: ((s0 + s1) / 2) * (rate(now) - rate(was)),
    mix: (s1 - s0) * ((rate(was) + rate(now)) / 2 - middle),
  }
}

type Part = { was: Sums; now: Sums; performance: string; mix: string }
function expectParts(
  parts: readonly (Part & { key: unknown })[],
  expected: ReadonlyMap<unknown, Fact[]>,
  { change }: NonNullable<RateBridge['explained']>,
  all: readonly Fact[],
): void {
  expect(new Set(parts.map(({ key }) => key))).toEqual(new Set(expected.keys()))
  for (const { key, was, now, performance, mix } of parts) {
    const pair = pairOf(expected.get(key) ?? [])
    expect([plain(was), plain(now)], String(key)).toEqual([plain(pair.was), plain(pair.now)])
    const effects = midpoint(pair.was, pair.now, pairOf(all))
    expect(Math.abs(Number(performance) - effects.performance)).toBeLessThan(1.5e-6)
    expect(Math.abs(Number(mix) - effects.mix)).toBeLessThan(1.5e-6)
  }
  expect(Number(sumMoney(parts.flatMap(({ performance, mix }) => [performance, mix])))).toBe(Number(change))
}

describe('why the rate changed, at equal age', () => {
  beforeEach(() => put(FACTS))

  test('gives each funding source and kind of contract the sums of its rows and its part', async () => {
    const { explained, ...answer } = await ask()
    expect(answer).toMatchObject({
      currency: 'NGN',
      days: RANGE,
      before: { from: EARLIER, to: '2026-02-01' },
      beforeAsOf: AS_OF,
      refused: null,
    })
    if (!explained) throw new Error('the change is not explained')
    expectParts(
      explained.fundingSources.map((part) => ({ ...part, key: part.fundingSource })),
      Map.groupBy(FACTS, ({ fundingSource }) => fundingSource),
      explained,
      FACTS,
    )
    const kinds = Map.groupBy(FACTS, (fact) => kindOf(fact, FACTS))
    expectParts(
      explained.contracts.map((part) => ({ ...part, key: part.contracts })),
      kinds,
      explained,
      FACTS,
    )
    expect(kinds.size).toBe(4)
    for (const { contracts, count } of explained.contracts)
      expect(count).toBe(new Set(kinds.get(contracts)?.map(({ contract }) => contract)).size)
    expect(explained.fundingSources.find(({ fundingSource }) => fundingSource === 'Fund C')).toMatchObject({
      kind: 'new',
      was: null,
      performance: '0.000000',
    })
  })

  test('explains the change that the comparison shows', async () => {
    const { explained } = await ask()
    const { atEqualAge } = (await compareCollections(operator, filters, NOW)).previous
    expect(plain(explained?.was ?? null)).toEqual(plain(atEqualAge?.earlier ?? null))
    expect(plain(explained?.now ?? null)).toEqual(plain(atEqualAge?.now ?? null))
  })

  test('counts the funding sources that are chosen, and those of the viewer’s scope', async () => {
    const ofA = FACTS.filter(({ fundingSource }) => fundingSource === 'Fund A')
    const [chosen, scoped] = [
      await ask(operator, { funding_source: ['Fund A'] }),
      await ask(financier('Fund A')),
    ]
    expect(scoped.explained).toEqual(chosen.explained)
    expect(plain(scoped.explained?.now ?? null)).toEqual(plain(sums(ofA, true)))
    expect(scoped.explained?.fundingSources.map(({ fundingSource }) => fundingSource)).toEqual(['Fund A'])
    expect(await ask(financier('Elsewhere'))).toMatchObject({ refused: 'no_rate_now', explained: null })
  })

  test('takes the currency with most billing periods unless told otherwise', async () => {
    expect(await ask(operator, { currency: null })).toMatchObject({ currency: 'NGN', refused: null })
    expect(await ask(operator, { currency: 'KES' })).toMatchObject({
      currency: 'KES',
      refused: 'no_rate_now',
    })
  })
})

describe('is refused', () => {
  test('where the earlier weeks were first seen later', async () => {
    await put(FACTS, '2026-03-05T08:00:00Z')
    expect(await ask()).toMatchObject({ refused: 'not_observed', explained: null, beforeAsOf: AS_OF })
    expect(await ask(financier('Fund A'))).toMatchObject({ refused: 'not_observed' })
  })

  test('where changes may lie on either side of the instant', async () => {
    await put(FACTS)
    await own.db.execute(
      `update row_history set previous_seen_at = '2026-02-25' where seen_at = '2026-03-10T08:00:00Z'`,
    )
    expect((await ask()).refused).toBe('uncertain')
  })

  test('where the earlier weeks billed nothing', async () => {
    await put(FACTS.filter(({ isNow }) => isNow))
    expect((await ask()).refused).toBe('no_rate_before')
  })

  test('where credits leave a funding source with something collected and nothing billed', async () => {
    const credit = { isNow: true, fundingSource: 'Fund D', contract: 'Credit' } as const
    await put([
      ...FACTS,
      { ...credit, amount: '50', early: 'PAYMENT_COMPLETE', late: 'PAYMENT_COMPLETE' },
      { ...credit, amount: '-50', early: 'PAYMENT_FAILED', late: 'PAYMENT_FAILED' },
    ])
    expect((await ask()).refused).toBe('credits')
  })
})
