import 'server-only'
import { sql } from 'drizzle-orm'
import { dayInZone } from '#lib/calendar-date.ts'
import { type Env, env } from '#lib/server/config/env.ts'
import { isConfigured } from '#lib/server/config/env-upstreams.ts'
import { type Executor, query, readSnapshot } from '#lib/server/db/client.ts'
import { type Pause, readPauses } from '#lib/server/db/pauses.ts'
import { aggregates } from '#lib/server/lists/aggregates.ts'
import { freshnessOf, readWindows, type WindowReading } from '#lib/server/lists/freshness.ts'
import { outOfScope } from '#lib/server/lists/out-of-scope.ts'
import { allOf, inScope } from '#lib/server/lists/predicates.ts'
import type { Viewer } from '#lib/server/viewer.ts'
import { sourceName } from '#lib/server/words/names.ts'
import { english } from '#lib/server/words/words.ts'
import { firstRecentDay } from '#lib/sources/recent.ts'
import type { ResourceHealth, SourceHealth, Sources } from '#lib/sources/schema.ts'
import { type Resource, SOURCE_RESOURCES, SOURCES, type Source } from '#lib/sources.ts'
import { mayAct } from './acting.ts'
import { type Fact, numberIn, readFacts } from './facts.ts'
import { explain, noticesOf, VARIABLES } from './notices.ts'

/** All inputs of the sources' health, read in one snapshot. */
type Findings = {
  windows: readonly WindowReading[]
  counts: readonly ListCounts[]
  facts: readonly Fact[]
  usedFundingSources: readonly string[]
  pauses: readonly Pause[]
  settings: Env
  now: Date
}

/**
 * Reports the health of each source: what is mirrored, how fresh and complete, and what went wrong. Counts
 * cover only rows that the viewer may see. Fixes, and names from the configuration, are shown only to viewers
 * who may act.
 */
export function sourcesHealth(viewer: Viewer, now: Date = new Date()): Promise<Sources> {
  return readSnapshot(viewer, async ({ tx, version }) => {
    const settings = env()
    const findings: Findings = {
      windows: await readWindows(tx, viewer),
      counts: await readCounts(tx, viewer),
      facts: await readFacts(tx),
      usedFundingSources: mayAct(viewer) ? await readUsedFundingSources(tx) : [],
      pauses: await readPauses(tx),
      settings,
      now,
    }
    const sources = SOURCES.map((source) => sourceHealth(source, viewer, findings))
    const asOf = now.toISOString()
    return { isSandbox: settings.sandbox !== null, mayAct: mayAct(viewer), sources, snapshot: version, asOf }
  })
}

function sourceHealth(source: Source, viewer: Viewer, findings: Findings): SourceHealth {
  const { settings } = findings
  const windows = findings.windows.filter((window) => window.source === source)
  const facts = findings.facts.filter((fact) => fact.source === source)
  const resources = SOURCE_RESOURCES[source].map((resource) =>
    resourceHealth({ source, resource }, viewer, findings),
  )
  const ambiguous = resources.reduce((sum, each) => sum + each.ambiguous, 0)
  const configured = isConfigured(settings.upstreams, source)
  const pause = findings.pauses.find((each) => each.source === source) ?? null
  return {
    source,
    label: sourceName(source),
    configured,
    outOfScope: outOfScope(viewer, source),
    state: !configured ? 'off' : pause ? 'paused' : stateOf(windows, recentFrom(findings)),
    paused: pause && { since: pause.since, by: mayAct(viewer) ? pause.by : null },
    notices: mayAct(viewer)
      ? noticesOf({
          source,
          facts,
          settings,
          ambiguous,
          doubtfulWeeks: windows.filter((window) => window.isAttributionDoubtful).length,
          unusedFundingSources: unused(source, findings),
        })
      : [],
    resources,
  }
}

function recentFrom({ now, settings }: Findings): string {
  return firstRecentDay(dayInZone(now, settings.timeZone))
}

function stateOf(windows: readonly WindowReading[], recent: string): SourceHealth['state'] {
  if (windows.some((window) => window.errorCode !== null && window.fromDay >= recent)) return 'failing'
  if (windows.every((window) => window.lastRunAt === null && window.errorCode === null)) return 'never_read'
  if (windows.some((window) => window.state === 'never_read')) return 'reading'
  const isWhole = windows.every((window) => window.state === 'complete' && !window.isAttributionDoubtful)
  return isWhole ? 'ok' : 'partial'
}

/**
 * Returns the configured funding sources without a row, once all windows have been read completely and
 * attributed.
 */
function unused(source: Source, { settings, windows, facts, usedFundingSources }: Findings): string[] {
  if (source !== 'hello-tractor') return []
  const own = windows.filter((window) => window.source === source)
  if (own.length === 0 || own.some((window) => window.state !== 'complete')) return []
  const isFilterOff = facts.some(
    (fact) => fact.fact === 'probe:funding_source' && fact.value.state === 'ignored',
  )
  const names = settings.upstreams.helloTractor?.fundingSources ?? []
  const isRefused = (name: string) => facts.some((fact) => fact.fact === `partition:funding_source:${name}`)
  return isFilterOff ? [] : names.filter((name) => !usedFundingSources.includes(name) && !isRefused(name))
}

function resourceHealth(
  list: { source: Source; resource: Resource },
  viewer: Viewer,
  findings: Findings,
): ResourceHealth {
  const isOwn = (each: { source: string; resource: string }) =>
    each.source === list.source && each.resource === list.resource
  const windows = findings.windows.filter(isOwn)
  const counts = findings.counts.find(isOwn)
  const undated = findings.facts.find((fact) => isOwn(fact) && fact.fact === 'undated')
  const { recentAsOf, historyAsOf, complete, missing } = freshnessOf(
    list,
    windows,
    { from: null, to: null },
    recentFrom(findings),
  )
  const pause = findings.pauses.find(({ source }) => source === list.source)
  const canSeeAll = viewer.fundingSources === 'all'
  return {
    resource: list.resource,
    recentAsOf,
    historyAsOf,
    complete,
    missing,
    pausedSince: pause?.since ?? null,
    rows: counts?.rows ?? 0,
    windows: windowCounts(windows),
    lastRunAt: windows.reduce<string | null>((latest, { lastRunAt }) => later(latest, lastRunAt), null),
    nextDueAt: pause
      ? null
      : windows.reduce<string | null>(
          (next, { dueAt }) => (next === null || dueAt < next ? dueAt : next),
          null,
        ),
    lastError: lastError(list.source, windows, viewer),
    unassigned: canSeeAll ? (counts?.unassigned ?? 0) : 0,
    ambiguous: canSeeAll ? (counts?.ambiguous ?? 0) : 0,
    undated: undated && canSeeAll ? numberIn(undated, 'rows') : null,
    syncFrom:
      windows[0]?.fromDay ??
      findings.settings.syncFrom ??
      dayInZone(findings.now, findings.settings.timeZone),
    historyFrom: findings.facts.find((fact) => isOwn(fact) && fact.fact === 'history')?.at ?? null,
  }
}

function windowCounts(windows: readonly WindowReading[]): ResourceHealth['windows'] {
  const count = (state: WindowReading['state']) => windows.filter((window) => window.state === state).length
  return {
    total: windows.length,
    complete: count('complete'),
    partial: count('partial'),
    failed: count('failed'),
    neverRead: count('never_read'),
  }
}

function later(a: string | null, b: string | null): string | null {
  return a === null || (b !== null && b > a) ? b : a
}

function lastError(
  source: Source,
  windows: readonly WindowReading[],
  viewer: Viewer,
): ResourceHealth['lastError'] {
  const latest = windows.reduce<WindowReading | null>(
    (found, window) =>
      window.failedAt !== null && window.failedAt > (found?.failedAt ?? '') ? window : found,
    null,
  )
  if (!latest?.failedAt) return null
  const told = explain(source, latest)
  if (mayAct(viewer)) return { ...told, variables: VARIABLES[source], at: latest.failedAt }
  const t = english('notices')
  const message = t('attention', { source: sourceName(source) })
  const fix = t('attention.fix')
  return { code: told.code, message, fix, variables: null, at: latest.failedAt }
}

type ListCounts = {
  source: string
  resource: string
  rows: number
  /** Rows without a funding source. */
  unassigned: number
  /** Those of the unassigned rows that more than one funding source claimed. */
  ambiguous: number
}

/** Counts the listed rows of every list that the viewer may see, from the aggregates. */
function readCounts(tx: Executor, viewer: Viewer): Promise<ListCounts[]> {
  const visible = allOf([inScope(viewer, sql`funding_source`)])
  return query<ListCounts>(tx)`
    with counted as (
        select 'hello-tractor' as source, 'billing-periods' as resource, count, funding_source from ${aggregates('billing_period', visible)}
        union all select source, 'invoices', count, funding_source from ${aggregates('invoice', visible)}
      ), ambiguous as (
        select 'hello-tractor' as source, 'billing-periods' as resource, count(*) as count
        from billing_period where assignment = 'ambiguous' and gone_at is null and ${visible}
        union all select source, 'invoices', count(*)
        from invoice where assignment = 'ambiguous' and gone_at is null and ${visible} group by source
      )
      select source, resource, sum(counted.count)::int as rows,
        coalesce(sum(counted.count) filter (where funding_source is null), 0)::int as unassigned,
        coalesce(max(ambiguous.count), 0)::int as ambiguous
      from counted left join ambiguous using (source, resource) group by source, resource`
}

/** Returns the funding sources that Hello Tractor rows have. Call only for viewers who see every row. */
async function readUsedFundingSources(tx: Executor): Promise<string[]> {
  const found = await query<{ name: string }>(tx)`
    select funding_source as name from ${aggregates('billing_period', sql`funding_source is not null`)}
      union select funding_source from ${aggregates('invoice', sql`source = 'hello-tractor' and funding_source is not null`)}`
  return found.map(({ name }) => name)
}
