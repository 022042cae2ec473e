import 'server-only'
import { addDays, type Day, timeOfDay } from '#lib/calendar-date.ts'
import type { SyncSettings } from '#lib/server/sync/settings.ts'
import type { Resource, Source } from '#lib/sources.ts'
import { weekStart } from '#lib/week.ts'
import type { Random } from './random.ts'
import {
  type AggregateLevel,
  type Content,
  CURRENCIES,
  FUNDING_SOURCES,
  HOT_INTERVAL_MS,
  type ListKind,
  MISSPELT,
  type Nature,
  TIME_ZONE,
  World,
} from './world.ts'

const DAY_MS = 86_400_000

const SOURCES: Record<ListKind, { source: Source; resource: Resource }> = {
  'billing-periods': { source: 'hello-tractor', resource: 'billing-periods' },
  invoices: { source: 'hello-tractor', resource: 'invoices' },
  'client-invoices': { source: 'client-invoices', resource: 'invoices' },
  'payment-links': { source: 'payment-links', resource: 'invoices' },
}

const NEWEST_MONDAY: Day = '2026-03-09'

/** Draws a world with its rows. */
export function createWorld(random: Random): World {
  const kind = random.weighted<ListKind>({
    'billing-periods': 5,
    invoices: 2.5,
    'client-invoices': 1,
    'payment-links': 2,
  })
  const lies = random.weighted({ rows: 5, counts: 2, none: 2 })
  const hasCounts = lies === 'none' ? random.chance(0.6) : kind !== 'payment-links'
  const isFiltered = kind === 'billing-periods' || kind === 'invoices'
  const wrongs = drawWrongs(kind, random)
  const misspelt =
    isFiltered && wrongs !== 'doubled' && random.chance(0.06)
      ? random.pick(['refused', 'empty'] as const)
      : null
  const isFundInRow = wrongs !== 'doubled' && random.chance(0.15)
  const hasManyRows = kind !== 'payment-links' && random.chance(0.04)
  const nature: Nature = {
    kind,
    ...SOURCES[kind],
    pageSize: random.pick(hasManyRows ? [20, 40] : [1, 2, 3, 5, 20]),
    paging: random.chance(0.7) ? 'keyset' : 'offset',
    hasCounts: hasCounts && kind !== 'payment-links',
    isCurrencyInRow: random.chance(0.7),
    isFundInRow,
    hasUndatedInOpenEnd: random.chance(0.5),
    filterZone: random.pick(['UTC', TIME_ZONE]),
    isEndIncluded: random.chance(0.5),
    isReportAsOf: random.chance(0.5),
    configuredFunds: [
      ...FUNDING_SOURCES.slice(0, random.pick(NUMBERS_OF_FUNDS[wrongs ?? 'none'])),
      ...(misspelt === null ? [] : [MISSPELT]),
    ],
    lies,
    faultRate: random.pick([0, 0.05, 0.15, 0.3]),
    // A probe with wrong answers could not detect partial matches.
    isFuzzy: misspelt !== 'refused' && (wrongs === null || wrongs === 'days') && random.chance(0.12),
    // The sync discards a response whose rows name another funding source, so only unnamed rows are shared.
    isShared: !isFundInRow && random.chance(0.12),
    misspelt,
    hasManyRows,
    wrongs,
    formerKeeps: random.chance(0.1) ? random.pick(FORMER_RELEASES) : null,
  }
  const weeks = random.pick([2, 2, 3])
  const firstMonday = addDays(NEWEST_MONDAY, -7 * (weeks - 1))
  // Often a Sunday: by the next day, the open-ended window with the undated rows is a new one.
  const now =
    timeOfDay(NEWEST_MONDAY) + random.pick([0, 1, 2, 3, 4, 5, 6, 6, 6]) * DAY_MS + random.int(0, DAY_MS - 1)
  const world = new World(nature, firstMonday, now)
  const count = random.int(0, random.chance(0.05) ? 40 : 8 * weeks)
  for (let n = 0; n < count; n += 1) world.add(drawContent(world, random))
  if (hasManyRows) addManyRows(world, random)
  if (nature.isFuzzy && nature.configuredFunds.length > 0)
    world.add({ ...drawContent(world, random), fund: FUNDING_SOURCES[0] ?? null })
  world.now += 1000
  return world
}

/** Number of configured funding sources. Wrong filters need at least one, rows claimed twice at least two. */
const NUMBERS_OF_FUNDS = {
  none: [0, 1, 1, 2, 3],
  filters: [1, 1, 2, 3],
  days: [0, 1, 2],
  empty: [0, 1, 2],
  doubled: [2, 3],
}

/** Aggregates that former releases kept: none, days, or all but weekly sums over all funding sources. */
const FORMER_RELEASES: readonly (readonly AggregateLevel[])[] = [
  [],
  ['day'],
  ['day', 'week', 'year'],
  ['day', 'week', 'year', 'collections'],
]

/** Payment links have no wrong days, because none of their fields shows the requested day. */
function drawWrongs(kind: ListKind, random: Random): Nature['wrongs'] {
  const isFiltered = kind === 'billing-periods' || kind === 'invoices'
  const drawn = random.weighted({
    none: 5,
    filters: isFiltered ? 2 : 0,
    days: kind === 'payment-links' ? 0 : 1,
    empty: 1,
    doubled: isFiltered ? 1.5 : 0,
  })
  return drawn === 'none' ? null : drawn
}

function addManyRows(world: World, random: Random): void {
  for (let n = random.int(24, 32); n > 0; n -= 1)
    world.add({ ...drawContent(world, random), day: addDays(world.firstMonday, random.int(0, 6)) })
}

const STATUSES = ['DRAFT', 'PENDING', 'PAYMENT_COMPLETE', 'PAYMENT_FAILED', 'ON_A_WHIM', null]
const STATES = ['not_paid', 'registered', 'paid', 'refunded', 'on a whim', null]

/** Draws a status of the list, sometimes an unknown one or none. Client invoices have none. */
export function drawStatus(world: World, random: Random): string | null {
  const { kind } = world.nature
  if (kind === 'client-invoices') return null
  return random.pick(kind === 'billing-periods' ? STATUSES : STATES)
}

/** Draws days mostly at the edges of windows; some lie in the future, before the mirror, or are undated. */
export function drawDay(world: World, random: Random): Day | null {
  if (world.nature.kind === 'payment-links') return addDays(world.firstMonday, random.int(0, 13))
  const monday = weekStart(world.today())
  const where = random.weighted({ inside: 5, edge: 5, future: 1, before: 0.4, undated: 0.8 })
  if (where === 'undated') return null
  if (where === 'future') return addDays(world.today(), random.int(1, 20))
  if (where === 'before') return addDays(world.firstMonday, -random.int(1, 9))
  const start = random.pick([world.firstMonday, addDays(monday, -7), monday])
  return addDays(start, where === 'edge' ? random.pick([0, 6]) : random.int(0, 6))
}

/** Draws an amount; null stands for one that is unreadable. */
export function drawAmount(random: Random): string | null {
  if (random.chance(0.08)) return null
  return random.pick([
    '0.00',
    '12.50',
    '-3.10',
    '100',
    '99999999999.99',
    `${random.int(1, 999)}.${random.int(10, 99)}`,
  ])
}

/** Draws the content of a row. */
export function drawContent(world: World, random: Random): Content {
  const processedAt = Math.min(
    world.now,
    timeOfDay(world.firstMonday) + random.int(0, Math.max(1, world.now - timeOfDay(world.firstMonday))),
  )
  return {
    day: drawDay(world, random),
    clockMs: random.pick([0, DAY_MS / 2, DAY_MS - 1800_000, random.int(0, DAY_MS - 1)]),
    status: drawStatus(world, random),
    currency: random.pick([...CURRENCIES, 'GHS']),
    fund: random.pick([...FUNDING_SOURCES, null]),
    amount: drawAmount(random),
    note: random.int(1, 1000),
    updatedAt: processedAt,
    processedAt,
  }
}

/** Returns the sync settings for a world. */
export function settingsOf({ nature, firstMonday }: World): SyncSettings {
  return {
    syncFrom: firstMonday,
    timeZone: TIME_ZONE,
    hotIntervalMs: HOT_INTERVAL_MS,
    historyCallsPerHour: 600,
    currencies: CURRENCIES,
    fundingSources: nature.configuredFunds,
    linkReading: null,
    origins: {},
  }
}
