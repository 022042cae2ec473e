import 'server-only'
import type { NoBridge } from '#lib/collections/bridge-names.ts'
import type { ExplainedChange, RateBridge } from '#lib/collections/bridge-schema.ts'
import { explainedChange } from '#lib/collections/explained-change.ts'
import type { BridgeFilters } from '#lib/collections/filters.ts'
import { type DayRange, previousRange } from '#lib/collections/range.ts'
import { readSnapshot } from '#lib/server/db/client.ts'
import { historyStart } from '#lib/server/lists/history-start.ts'
import type { Viewer } from '#lib/server/viewer.ts'
import { readKindSums } from './bridge-sums.ts'
import { type Reader, readRange, whereOf } from './compared-range.ts'
import { equalAgeInstant, type Observed, readAsked, readThen, whyNotCompared } from './equal-age.ts'
import { inTime } from './in-time.ts'
import { BILLING_PERIODS, periodsAt } from './sums.ts'

/**
 * Divides the change of a currency's rate, against the range just before at equal age, between funding sources and
 * between contracts that are new, continue or ended. Refused with the reason where equal age was not observed.
 * @param filters without a currency: the one with most billing periods; without days: the last 26 weeks
 */
export async function rateBridge(
  viewer: Viewer,
  filters: BridgeFilters,
  now = new Date(),
): Promise<RateBridge> {
  return readSnapshot(viewer, async ({ tx, version }) => {
    const { reader, observed, freshness } = await readAsked(tx, viewer, filters, now)
    const { today, currency } = reader
    const before = previousRange(observed, today)
    const isRunning = today >= observed.from && today < observed.to
    const days = { from: observed.from, to: isRunning ? today : observed.to }
    const [list] = BILLING_PERIODS
    const { earliest } = await historyStart(tx, list, { param: 'as_of', asked: null })
    const beforeAsOf = equalAgeInstant(observed, before)?.toISOString() ?? null
    const answer = (await inTime(tx, () => explain(reader, observed, before))) ?? 'too_slow'
    const told =
      typeof answer === 'string' ? { refused: answer, explained: null } : { refused: null, explained: answer }
    return {
      currency,
      days,
      before,
      beforeAsOf,
      historyFrom: earliest,
      ...told,
      snapshot: version,
      freshness,
    }
  })
}

async function explain(reader: Reader, now: Observed, range: DayRange): Promise<ExplainedChange | NoBridge> {
  const { side } = await readRange(reader, range)
  const reason = whyNotCompared(reader, now, side)
  if (reason !== null) return reason
  const then = await readThen(reader, now, range)
  if (typeof then === 'string') return then
  const { days, asOf } = then
  const found = await readKindSums(reader.tx, {
    from: periodsAt(reader.viewer, null),
    where: whereOf(reader),
    days,
    before: range,
    asOf,
  })
  return explainedChange(found) ?? 'credits'
}
