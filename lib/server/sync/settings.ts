import 'server-only'
import type { Day } from '#lib/calendar-date.ts'
import { addDays } from '#lib/calendar-date.ts'
import type { Env } from '#lib/server/config/env.ts'
import { type Origins, originsOf } from '#lib/server/db/origin.ts'

/** What mirroring needs to know beside the upstreams themselves. */
export type SyncSettings = {
  /** First day mirrored; null: three years before today. */
  syncFrom: Day | null
  timeZone: string
  hotIntervalMs: number
  /** Upstream calls an hour that all older weeks of all sources share. */
  historyCallsPerHour: number
  currencies: readonly string[]
  fundingSources: readonly string[]
  /** What payment links are read with, for their report says neither; null: off. */
  linkReading: { currency: string | null; fundingSourceLabel: string | null } | null
  /** What is read must be of these, where the database knows an origin. */
  origins: Origins
}

const SANDBOX_INTERVAL_SECONDS = 30
const INTERVAL_SECONDS = 120
const HISTORY_CALLS_PER_HOUR = 600
/** The sandbox is on this machine and asks for no consideration. */
const SANDBOX_HISTORY_CALLS_PER_HOUR = 6_000
const DAYS_OF_HISTORY = 3 * 365 + 1

export function syncSettings(env: Env): SyncSettings {
  const { helloTractor, paymentLinks } = env.upstreams
  const interval = env.syncIntervalSeconds ?? (env.sandbox ? SANDBOX_INTERVAL_SECONDS : INTERVAL_SECONDS)
  return {
    syncFrom: env.syncFrom,
    timeZone: env.timeZone,
    hotIntervalMs: interval * 1000,
    historyCallsPerHour: env.sandbox ? SANDBOX_HISTORY_CALLS_PER_HOUR : HISTORY_CALLS_PER_HOUR,
    currencies: helloTractor?.currencies ?? [],
    fundingSources: helloTractor?.fundingSources ?? [],
    linkReading: paymentLinks && {
      currency: paymentLinks.currency,
      fundingSourceLabel: paymentLinks.fundingSourceLabel,
    },
    origins: originsOf(env),
  }
}

/** The first day to mirror. `today` is a day of the business time zone. */
export function firstDay(settings: Pick<SyncSettings, 'syncFrom'>, today: Day): Day {
  return settings.syncFrom ?? addDays(today, -DAYS_OF_HISTORY)
}
