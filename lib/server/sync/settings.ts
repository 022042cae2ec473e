import 'server-only'
import type { Day } from '#lib/calendar-date.ts'
import { addDays } from '#lib/calendar-date.ts'
import type { Env } from '#lib/server/config/env.ts'
import { type Origins, originsOf } from '#lib/server/db/origin.ts'

/** Settings of the mirror, apart from the upstream clients. */
export type SyncSettings = {
  /** First day mirrored; null: three years before today. */
  syncFrom: Day | null
  timeZone: string
  hotIntervalMs: number
  /** Upstream calls per hour, shared by all older weeks of all sources. */
  historyCallsPerHour: number
  currencies: readonly string[]
  fundingSources: readonly string[]
  /** Values that payment link reports do not contain; null: the source is off. */
  linkReading: { currency: string | null; fundingSourceLabel: string | null } | null
  /** Addresses that rows are read from, checked against the origins in the database. */
  origins: Origins
}

const SANDBOX_INTERVAL_SECONDS = 30
const INTERVAL_SECONDS = 120
const HISTORY_CALLS_PER_HOUR = 600
/** The sandbox runs on this machine, so its budget can be ten times larger. */
const SANDBOX_HISTORY_CALLS_PER_HOUR = 6_000
const DAYS_OF_HISTORY = 3 * 365 + 1

/** Derives the settings of the mirror from the configuration; the sandbox is synced more often. */
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

/** Returns the first day to mirror. `today` is a day in the business time zone. */
export function firstDay(settings: Pick<SyncSettings, 'syncFrom'>, today: Day): Day {
  return settings.syncFrom ?? addDays(today, -DAYS_OF_HISTORY)
}
