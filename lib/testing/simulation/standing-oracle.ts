import 'server-only'
import { addDays, type Day } from '#lib/calendar-date.ts'
import type { State, StateContract, StateStanding } from './state.ts'

/**
 * Checks that the log of standings holds each contract's standing of the day of the figures, and that days before
 * it read as they did.
 */
export function checkStandings(before: State, after: State): string[] {
  const { contractsDay: day, standings } = after
  if (day === null) return standings.length === 0 ? [] : ['there are standings for no day']
  return [...checkToday(after, day), ...checkPast(before, standings, day)]
}

function checkToday({ contracts, standings, pendingContracts }: State, day: Day): string[] {
  const isSettled = ({ contract }: Readonly<Record<string, unknown>>) =>
    typeof contract === 'string' && !pendingContracts.includes(contract)
  const expected = contracts.filter(isSettled).map((one) => `${keyOf(one)} ${standingOf(one, day)}`)
  const settled = standings.filter(isSettled)
  const holding = settled.filter(
    ({ standing, until }) => standing !== 'gone' && (until === null || until > day),
  )
  const kept = holding.map((one) => `${keyOf(one)} ${one.standing}`)
  const wrong = settled
    .filter(({ since }) => since > day)
    .map((one) => `${keyOf(one)} is known for ${one.since}`)
  if (kept.sort().join() !== expected.sort().join())
    wrong.push(`standings differ from the contracts: kept ${kept}, the contracts give ${expected}`)
  return wrong
}

function checkPast(before: State, standings: readonly StateStanding[], day: Day): string[] {
  if (before.contractsDay === null) return []
  const was = past(before.standings, day)
  const is = past(standings, day)
  return was === is ? [] : [`standings before ${day} changed from ${was} to ${is}`]
}

/** The log as far as it tells of the days before one. */
function past(standings: readonly StateStanding[], day: Day): string {
  const lines = standings
    .filter(({ since }) => since < day)
    .map(
      (one) =>
        `${keyOf(one)} ${one.standing} ${one.since} ${one.until !== null && one.until < day ? one.until : ''}`,
    )
  return lines.sort().join(', ')
}

function standingOf({ firstBilled, lastBilled, weeksBehind }: StateContract, day: Day): string {
  if (firstBilled === null || String(firstBilled) > day) return 'none'
  if (String(lastBilled) <= addDays(day, -28)) return 'unbilled'
  return Number(weeksBehind) >= 4 ? '4+' : String(weeksBehind)
}

function keyOf(of: { contract?: unknown; currency?: unknown; fundingSource?: unknown }): string {
  return JSON.stringify([of.contract, of.currency, of.fundingSource])
}
