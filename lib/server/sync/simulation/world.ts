import 'server-only'
import { addDays, type Day, dayInZone, timeOfDay } from '#lib/calendar-date.ts'
import type { Resource, Source } from '#lib/sources/sources.ts'
import { weekStart } from '#lib/week.ts'
import type { Random } from './random.ts'

export const TIME_ZONE = 'Africa/Lagos'
export const CURRENCIES = ['NGN', 'KES']
export const FUNDING_SOURCES = ['Alpha', 'Alpha Two', 'Beta']

export type ListKind = 'billing-periods' | 'invoices' | 'client-invoices' | 'payment-links'

/** What the upstream knows of a row at one moment. */
export type Content = {
  /** Plain day, or the day part of an instant at which the row was issued; null: undated. */
  day: Day | null
  /** Milliseconds after midnight UTC of `day`, for lists that are dated by an instant. */
  clockMs: number
  status: string | null
  currency: string
  fund: string | null
  /** Null: the upstream wrote something that is no amount. */
  amount: string | null
  note: number
  /** Payment links: the source's own `updated`, and when the link was last processed. */
  updatedAt: number
  processedAt: number
}

export type Version = { from: number; content: Content | null }
/** `versions`: newest last; content null: not listed. */
export type WorldRow = { id: string; seq: number; versions: Version[] }

/** What kind of upstream a seed has; fixed for its life. */
export type Nature = {
  kind: ListKind
  source: Source
  resource: Resource
  pageSize: number
  paging: 'keyset' | 'offset'
  hasCounts: boolean
  isCurrencyInRow: boolean
  isFundInRow: boolean
  /** A range without an end lists undated rows too. */
  hasUndatedInOpenEnd: boolean
  /** Lists dated by instants: whose days the filters mean. */
  filterZone: string
  /** Whether the ends of ranges include their own day, where that is unclear. */
  isEndIncluded: boolean
  /** Payment links: a day's report shows rows as they were then. */
  isReportAsOf: boolean
  configuredFunds: readonly string[]
  /** Which lies its pages tell: rows withheld, or counts wrong; both at once could not be noticed by anybody. */
  lies: 'rows' | 'counts' | 'none'
  faultRate: number
  /** The filter by funding source matches parts of names until the upstream calms down. */
  isFuzzy: boolean
}

const DAY_MS = 86_400_000

/** A small upstream and its whole past. Days are those of the connector, which are what the mirror must hold. */
export class World {
  readonly nature: Nature
  readonly rows: WorldRow[] = []
  readonly firstMonday: Day
  /** Epoch milliseconds; only the scenario moves it. */
  now: number
  isCalm = false
  areFiltersIgnored = false
  /** A row that is counted and not listed, and how far counts are off, until the scenario says otherwise. */
  withheld: string | null = null
  countOff = 0
  /** Counts changes, so that a run can tell whether the upstream stood still. */
  changes = 0
  #nextSeq = 1

  constructor(nature: Nature, firstMonday: Day, now: number) {
    this.nature = nature
    this.firstMonday = firstMonday
    this.now = now
  }

  today(): Day {
    return dayInZone(new Date(this.now), TIME_ZONE)
  }

  dayOf(content: Content): Day | null {
    if (content.day === null) return null
    const { kind } = this.nature
    if (kind === 'invoices') return dayInZone(new Date(timeOfDay(content.day) + content.clockMs), TIME_ZONE)
    return content.day
  }

  /** The day by which the upstream's own filters judge a row. */
  filterDayOf(content: Content): Day | null {
    if (content.day === null || this.nature.kind !== 'invoices') return content.day
    return dayInZone(new Date(timeOfDay(content.day) + content.clockMs), this.nature.filterZone)
  }

  current(row: WorldRow): Content | null {
    return row.versions.at(-1)?.content ?? null
  }

  add(content: Content): WorldRow {
    const seq = this.#nextSeq
    this.#nextSeq += 1
    const row = { id: `r${seq}`, seq, versions: [] }
    this.rows.push(row)
    this.set(row, content)
    return row
  }

  set(row: WorldRow, content: Content | null): void {
    row.versions.push({ from: this.now, content })
    this.changes += 1
  }

  /** The versions that held at some time from `from` to `to`. */
  during(row: WorldRow, from: number, to: number): Version[] {
    return row.versions.filter(
      (version, at) => version.from <= to && (row.versions[at + 1]?.from ?? Number.POSITIVE_INFINITY) >= from,
    )
  }

  /** First day of the window a listed row belongs to; null: the mirror cannot see it. */
  windowOf(content: Content, currentMonday: Day): Day | null {
    const day = this.dayOf(content)
    if (day === null) return this.nature.hasUndatedInOpenEnd ? currentMonday : null
    if (day < this.firstMonday) return null
    const monday = weekStart(day)
    return monday > currentMonday ? currentMonday : monday
  }
}

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
  const nature: Nature = {
    kind,
    ...SOURCES[kind],
    pageSize: random.pick([1, 2, 3, 5, 20]),
    paging: random.chance(0.7) ? 'keyset' : 'offset',
    hasCounts: hasCounts && kind !== 'payment-links',
    isCurrencyInRow: random.chance(0.7),
    isFundInRow: random.chance(0.15),
    hasUndatedInOpenEnd: random.chance(0.3),
    filterZone: random.pick(['UTC', TIME_ZONE]),
    isEndIncluded: random.chance(0.5),
    isReportAsOf: random.chance(0.5),
    configuredFunds: FUNDING_SOURCES.slice(0, random.pick([0, 1, 1, 2, 3])),
    lies,
    faultRate: random.pick([0, 0.05, 0.15, 0.3]),
    isFuzzy: random.chance(0.08),
  }
  const weeks = random.pick([2, 2, 3])
  const firstMonday = addDays(NEWEST_MONDAY, -7 * (weeks - 1))
  const now = timeOfDay(NEWEST_MONDAY) + random.int(0, 6) * DAY_MS + random.int(0, DAY_MS - 1)
  const world = new World(nature, firstMonday, now)
  const count = random.int(0, random.chance(0.05) ? 40 : 8 * weeks)
  for (let n = 0; n < count; n += 1) world.add(drawContent(world, random))
  if (nature.isFuzzy && nature.configuredFunds.length > 0)
    world.add({ ...drawContent(world, random), fund: FUNDING_SOURCES[0] ?? null })
  world.now += 1000
  return world
}

const STATUSES = ['DRAFT', 'PENDING', 'PAYMENT_COMPLETE', 'PAYMENT_FAILED', 'ON_A_WHIM', null]
const STATES = ['not_paid', 'registered', 'paid', 'refunded', 'on a whim', null]

export function drawStatus(world: World, random: Random): string | null {
  const { kind } = world.nature
  if (kind === 'client-invoices') return null
  return random.pick(kind === 'billing-periods' ? STATUSES : STATES)
}

/** Days lean towards the edges of windows; some lie in the future, before the mirror, or nowhere. */
export function drawDay(world: World, random: Random): Day | null {
  if (world.nature.kind === 'payment-links') return addDays(world.firstMonday, random.int(0, 13))
  const monday = weekStart(world.today())
  const where = random.weighted({ inside: 5, edge: 5, future: 1, before: 0.4, undated: 0.5 })
  if (where === 'undated') return null
  if (where === 'future') return addDays(world.today(), random.int(1, 20))
  if (where === 'before') return addDays(world.firstMonday, -random.int(1, 9))
  const start = random.pick([world.firstMonday, addDays(monday, -7), monday])
  return addDays(start, where === 'edge' ? random.pick([0, 6]) : random.int(0, 6))
}

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
