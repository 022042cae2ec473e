import 'server-only'
import { type Day, dayInZone, timeOfDay } from '#lib/calendar-date.ts'
import type { Resource, Source } from '#lib/sources.ts'
import { weekStart } from '#lib/week.ts'

export const HOT_INTERVAL_MS = 120_000
export const TIME_ZONE = 'Africa/Lagos'
export const CURRENCIES = ['NGN', 'KES']
export const FUNDING_SOURCES = ['Alpha', 'Alpha Two', 'Beta']
/** A configured name that no upstream knows. */
export const MISSPELT = 'Bete'

export type ListKind = 'billing-periods' | 'invoices' | 'client-invoices' | 'payment-links'

/** The upstream's data about a row at one moment. */
export type Content = {
  /** A plain day, or the day of the instant at which the row was issued; null: undated. */
  day: Day | null
  /** Milliseconds after midnight UTC of `day`, for lists dated by an instant. */
  clockMs: number
  status: string | null
  currency: string
  fund: string | null
  /** Null: the upstream wrote something that is not an amount. */
  amount: string | null
  note: number
  /** Payment links: the source's own `updated`, and when the link was last processed. */
  updatedAt: number
  processedAt: number
}

export type Version = { from: number; content: Content | null }
/** `versions` are newest last; null content means not listed. */
export type WorldRow = { id: string; seq: number; versions: Version[] }

/** The kind of upstream that a seed has, fixed for the whole scenario. */
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
  /** For lists dated by instants: the time zone of the filters' days. */
  filterZone: string
  /** Whether ranges include their end day, where that is unclear. */
  isEndIncluded: boolean
  /** Payment links: a day's report shows rows as they were on that day. */
  isReportAsOf: boolean
  configuredFunds: readonly string[]
  /** The way in which pages lie: withheld rows, or wrong counts. Nobody could notice both at once. */
  lies: 'rows' | 'counts' | 'none'
  faultRate: number
  /** The filter by funding source matches parts of names until the upstream calms down. */
  isFuzzy: boolean
  /** Some rows of the first funding source are also listed under the second. */
  isShared: boolean
  /** A configured funding source is misspelt: the upstream refuses the name, or finds nothing. */
  misspelt: 'refused' | 'empty' | null
  /** The first week has so many rows that their disappearance needs confirmation. */
  hasManyRows: boolean
  /** How the upstream occasionally answers a different question. */
  wrongs: 'filters' | 'days' | 'empty' | 'doubled' | null
  /**
   * Aggregates kept by a former release that reads on the same database for a while; null if there is none.
   */
  formerKeeps: readonly AggregateLevel[] | null
}

/** The aggregates of a list, as `State.aggregates` names them. */
export const AGGREGATE_LEVELS = ['day', 'week', 'year', 'collections', 'unpaid', 'ages', 'contracts'] as const
export type AggregateLevel = (typeof AGGREGATE_LEVELS)[number]

/** The upstream's wrong answers. */
export type WrongKind = 'any-name' | 'other-name' | 'any-day' | 'week-before' | 'week-after' | 'nothing'

/** Lasts for this many calls, and at most until this time in epoch milliseconds. */
export type Wrong = { kind: WrongKind; calls: number; until: number }

/** A small upstream with its whole history. Days are those of the connector, which the mirror must store. */
export class World {
  readonly nature: Nature
  readonly rows: WorldRow[] = []
  readonly firstMonday: Day
  /** Epoch milliseconds; only the scenario changes it. */
  now: number
  isCalm = false
  areFiltersIgnored = false
  /** A row that is counted but not listed, until the scenario changes this. */
  withheld: string | null = null
  /** The row is withheld only from filtered lists. */
  isWithheldByFilters = false
  /** First day of the window in which a row was last withheld. */
  doubtful: Day | null = null
  /** How far counts are off, until the scenario changes this. */
  countOff = 0
  /** The current wrong answer and its duration. */
  wrong: Wrong | null = null
  /** True after wrong answers during a run. On the next run, they could not be told from a change. */
  wasMisleading = false
  /** A row that another funding source's filter also lists, while the row belongs to its own one. */
  doubled: { row: WorldRow; own: string | null; fund: string } | null = null
  /** Rows that are listed without a readable id. */
  unreadable: ReadonlySet<string> = new Set()
  /** Number of changes, so that a run can tell whether the upstream changed. */
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

  /** Returns the day by which the upstream's own filters judge a row. */
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

  /** Returns the versions that were current at some time from `from` to `to`. */
  during(row: WorldRow, from: number, to: number): Version[] {
    return row.versions.filter(
      (version, at) => version.from <= to && (row.versions[at + 1]?.from ?? Number.POSITIVE_INFINITY) >= from,
    )
  }

  /** True if another funding source's filter also lists the row. */
  isSharedWith(content: Content, other: string): boolean {
    const { fund, note } = content
    const [first, second] = FUNDING_SOURCES
    return this.nature.isShared && fund === first && other === second && note % 2 === 0
  }

  /** Returns the first day of a listed row's window; null if the mirror cannot see the row. */
  windowOf(content: Content, currentMonday: Day): Day | null {
    const day = this.dayOf(content)
    if (day === null) return this.nature.hasUndatedInOpenEnd ? currentMonday : null
    if (day < this.firstMonday) return null
    const monday = weekStart(day)
    return monday > currentMonday ? currentMonday : monday
  }
}
