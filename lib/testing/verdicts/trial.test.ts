import { expect, test } from 'vitest'
import { addDays } from '#lib/calendar-date.ts'
import { observe, trialOf, verdictOn, verdictsOn } from './trial.ts'

// A small part of what `npm run verdicts` tries, so that a rule that alarms too often fails here.
const TRIALS = [
  ['NGN', '1'],
  ['KES', '2'],
] as const
const TODAY = '2026-11-15'

test.each(TRIALS)('names hardly any change on payments without a trend (%s, seed %s)', (currency, seed) => {
  const days = Array.from({ length: 4 }, (_, at) => addDays(TODAY, -15 * at))
  const verdicts = verdictsOn(
    trialOf(currency, { seed, contracts: 400, from: '2024-08-05', to: TODAY }),
    days,
  )
  const named = verdicts.filter((verdict) => verdict === 'up' || verdict === 'down')
  expect(verdicts).toHaveLength(16)
  expect(named.length).toBeLessThanOrEqual(1)
})

test.each(TRIALS)(
  'finds a fall of five points four weeks after its first four weeks (%s, seed %s)',
  (currency, seed) => {
    const fall = { from: '2026-05-04', points: 5 }
    const trial = trialOf(currency, { seed, contracts: 400, from: '2026-02-02', to: '2026-07-05', fall })
    const verdictFrom = (from: string) => {
      const range = { name: 'custom' as const, from, to: addDays(from, 27) }
      return verdictOn(observe(trial, addDays(range.to, 28)), range)
    }
    expect(verdictFrom(fall.from)).toBe('down')
    expect(verdictFrom(addDays(fall.from, -28))).toBe('no_clear_change')
  },
)
