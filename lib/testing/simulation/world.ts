import 'server-only'
import { type Day, dayInZone, timeOfDay } from '#lib/calendar-date.ts'
import type { Resource, Source } from '#lib/sources.ts'
import { weekStart } from '#lib/week.ts'

export const HOT_INTERVAL_MS = 120_000
export const TIME_ZONE = 'Africa/Lagos'
export const CURRENCIES = ['NGN', 'KES']
export const FUNDING_SOURCES = ['Alpha', 'Alpha Two', 'Beta']
/** A name that is configured and that no upstream knows. */
export const MISSPELT = 'Bete'

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
  /** Some rows of the first funding source are listed under the second as well. */
  isShared: boolean
  /** One of the configured funding sources is spelt in a way that the upstream refuses, or finds nothing by. */
  misspelt: 'refused' | 'empty' | null
  /** So many rows in the first week that their disappearance must be confirmed. */
  isCrowded: boolean
  /** In which way it answers another question than it was asked, now and then. */
  wrongs: 'filters' | 'days' | 'empty' | 'doubled' | null
  /** Aggregates that a former release keeps, which reads on the same database for a while; null: there is none. */
  formerKeeps: readonly AggregateLevel[] | null
}

/** The aggregates of a list, as `State.aggregates` names them. */
export const AGGREGATE_LEVELS = ['day', 'week', 'year', 'collections'] as const
export type AggregateLevel = (typeof AGGREGATE_LEVELS)[number]

/** What an upstream answers instead of what it was asked for. */
export type WrongKind = 'any-name' | 'other-name' | 'any-day' | 'week-before' | 'week-after' | 'nothing'

/** For so many calls, and until then in epoch milliseconds. */
export type Wrong = { kind: WrongKind; calls: number; until: number }

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
  /** The row is withheld from lists by a filter alone. */
  isWithheldByFilters = false
  /** First day of the window in which a row was withheld last. */
  doubtful: Day | null = null
  countOff = 0
  /** What it answers instead of what it is asked for, and for how long. */
  wrong: Wrong | null = null
  /** It was wrong in the middle of a run: a second such time, on the next run, could not be told from a change. */
  wasMisleading = false
  /** A row that the filter of another funding source lists too, as long as it is of its own one. */
  doubled: { row: WorldRow; own: string | null; fund: string } | null = null
  /** Rows that are listed in a form without a readable id. */
  unreadable: ReadonlySet<string> = new Set()
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

  /** Whether the filter of another funding source lists a row too. */
  isSharedWith(content: Content, other: string): boolean {
    const { fund, note } = content
    const [first, second] = FUNDING_SOURCES
    return this.nature.isShared && fund === first && other === second && note % 2 === 0
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
