import { zonedClock } from '#lib/zone.ts'

/**
 * Zones with different difficulties: the default, summer time, a 45-minute offset (30 minutes before 1986), a
 * summer time of 30 minutes, and a skipped day (30 December 2011). All offsets are relative to UTC.
 */
export const ZONES = [
  'Africa/Lagos',
  'America/New_York',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Pacific/Apia',
] as const

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000
/** The years of valid days. The outermost days lie fully within the range in every zone. */
const FIRST_YEAR = 1970
const LAST_YEAR = 2199
const FIRST_MS = Date.UTC(FIRST_YEAR, 0, 2)
const LAST_MS = Date.UTC(LAST_YEAR, 11, 30)

/**
 * Returns instants in epoch milliseconds, always the same: a third anywhere in the valid years, the others at
 * the edges of days, of years, and of summer time.
 */
export function instantsOf(count: number): number[] {
  const random = sequence()
  const changes = ZONES.flatMap((zone) => clockChanges(zone))
  return Array.from({ length: count }, () => {
    const chance = random()
    if (chance < 0.34) return whole(random, FIRST_MS, LAST_MS)
    if (chance < 0.56) return near(random, midnight(random, whole(random, FIRST_MS, LAST_MS)))
    if (chance < 0.78) return near(random, midnight(random, newYear(random)))
    return near(random, changes[whole(random, 0, changes.length - 1)] ?? FIRST_MS)
  })
}

function newYear(random: Random): number {
  const year = Date.UTC(whole(random, FIRST_YEAR + 1, LAST_YEAR), 0, 1)
  return year + whole(random, -5, 5) * DAY_MS
}

/** Returns a midnight somewhere on earth, at any quarter of an hour from 12 hours behind UTC to 14 ahead. */
function midnight(random: Random, at: number): number {
  return Math.floor(at / DAY_MS) * DAY_MS + whole(random, -48, 56) * 15 * MINUTE_MS
}

function near(random: Random, at: number): number {
  const by = random() < 0.6 ? whole(random, -1, 1) : whole(random, -180 * MINUTE_MS, 180 * MINUTE_MS)
  return Math.min(LAST_MS, Math.max(FIRST_MS, at + by))
}

/** Returns when the clocks of a zone change, to the minute, according to this process. */
function clockChanges(zone: string): number[] {
  const changes: number[] = []
  for (let from = FIRST_MS; from < LAST_MS; from += 30 * DAY_MS) {
    let [low, high] = [from, from + 30 * DAY_MS]
    if (offsetAt(low, zone) === offsetAt(high, zone)) continue
    while (high - low > MINUTE_MS) {
      const middle = low + Math.floor((high - low) / 2 / MINUTE_MS) * MINUTE_MS
      if (middle === low) break
      if (offsetAt(middle, zone) === offsetAt(low, zone)) low = middle
      else high = middle
    }
    changes.push(high)
  }
  return changes
}

function offsetAt(at: number, zone: string): number {
  const { day, time } = zonedClock(new Date(at).toISOString(), zone)
  return Date.parse(`${day}T${time}:00Z`) - at
}

type Random = () => number

/** Creates a fixed sequence of numbers from 0 (included) to 1 (excluded) (mulberry32). */
function sequence(): Random {
  let state = 0x7765656b
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** Draws a whole number from `low` to `high`, both included. */
function whole(random: Random, low: number, high: number): number {
  return low + Math.floor(random() * (high - low + 1))
}
