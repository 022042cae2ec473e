// Also loaded without a server, by the browser tests.
import { calendarDigest, calendarLines } from './line.ts'

/**
 * An implementation that assigns days and weeks to instants: as one hash, and as lines when hashes differ.
 */
export type Calendar = {
  name: string
  digest: (instants: readonly number[], zone: string) => Promise<string>
  lines: (instants: readonly number[], zone: string) => Promise<string[]>
}

/** This process, with the code of the lists, the figures and the sync. */
export const SERVER: Calendar = {
  name: 'server',
  digest: calendarDigest,
  lines: async (instants, zone) => calendarLines(instants, zone),
}

export type Disagreements = { compared: number; differ: number; examples: string[] }

const AT_A_TIME = 20_000
const EXAMPLES = 10

/**
 * Compares all calendars for every instant in every zone.
 * @returns how many lines were compared with the first calendar's, and how many differ.
 */
export async function compareCalendars(
  calendars: readonly Calendar[],
  instants: readonly number[],
  zones: readonly string[],
): Promise<Disagreements> {
  const [first, ...others] = calendars
  const result: Disagreements = { compared: 0, differ: 0, examples: [] }
  if (!first) return result
  for (let from = 0; from < instants.length; from += AT_A_TIME) {
    const some = instants.slice(from, from + AT_A_TIME)
    for (const zone of zones) {
      const digests = await Promise.all(calendars.map((calendar) => calendar.digest(some, zone)))
      result.compared += some.length * others.length
      for (const [at, other] of others.entries()) {
        if (digests[at + 1] !== digests[0]) await addDifferences(result, first, other, some, zone)
      }
    }
  }
  return result
}

async function addDifferences(
  result: Disagreements,
  first: Calendar,
  other: Calendar,
  instants: readonly number[],
  zone: string,
): Promise<void> {
  const [ours, theirs] = [await first.lines(instants, zone), await other.lines(instants, zone)]
  const before = result.differ
  for (const [at, instant] of instants.entries()) {
    if (ours[at] === theirs[at]) continue
    result.differ += 1
    if (result.examples.length >= EXAMPLES) continue
    const name = `${new Date(instant).toISOString()} in ${zone}`
    result.examples.push(`${name}: ${first.name} ${ours[at]}, ${other.name} ${theirs[at]}`)
  }
  if (result.differ === before)
    throw new Error(`Hashes of ${first.name} and ${other.name} differ, lines do not`)
}
