import { addDays } from '#lib/calendar-date.ts'
import { CURRENCIES } from '#lib/sandbox/dataset/regions.ts'
import { observe, trialOf, verdictOn, verdictsOn } from '#lib/testing/verdicts/trial.ts'
import { say } from './say.ts'

// npm run verdicts -- [SEED …]: counts false alarms on payments without a trend, and planted falls that are found
// (docs/figures.md). Some 10 seconds a seed.

const TODAY = '2026-11-15'
const FALL = { from: '2026-05-04', points: 5 }
const given = process.argv.slice(2)
const seeds = given.length > 0 ? given : Array.from({ length: 20 }, (_, at) => String(at + 1))

const days = Array.from({ length: 12 }, (_, at) => addDays(TODAY, -5 * at))
const tally = { cases: 0, named: 0, falls: 0, found: 0, early: 0 }
for (const seed of seeds) {
  for (const currency of CURRENCIES) {
    const steady = trialOf(currency, { seed, contracts: 400, from: '2024-08-05', to: TODAY })
    const verdicts = verdictsOn(steady, days)
    tally.cases += verdicts.length
    tally.named += verdicts.filter((verdict) => verdict === 'up' || verdict === 'down').length
    const options = { seed, contracts: 400, from: '2025-12-01', to: '2026-07-05' }
    const falling = trialOf(currency, { ...options, fall: FALL })
    const verdictFrom = (from: string) => {
      const range = { name: 'custom' as const, from, to: addDays(from, 27) }
      return verdictOn(observe(falling, addDays(range.to, 28)), range)
    }
    tally.falls += 1
    if (verdictFrom(FALL.from) === 'down') tally.found += 1
    if (['up', 'down'].includes(verdictFrom(addDays(FALL.from, -28)))) tally.early += 1
  }
  say(
    `seed ${seed}: so far ${tally.named} of ${tally.cases} cases without a trend name a change; ` +
      `${tally.found} of ${tally.falls} falls are found, ${tally.early} before they began`,
  )
}
