import 'server-only'
import { tableOf } from '#lib/server/sync/tables.ts'
import { contractsOf, type OraclePeriod } from '#lib/testing/contract-oracle.ts'
import { checkAbsence, checkRejection } from './absence-oracle.ts'
import { checkAttribution, checkKept, checkShrinking, checkWithheld } from './attribution-oracle.ts'
import { checkHistory } from './history-oracle.ts'
import { isFencedOff } from './releases.ts'
import type { RunFacts } from './run-facts.ts'
import { checkStandings } from './standing-oracle.ts'
import { fingerprint, type State, type StateRow, type StateWindow } from './state.ts'
import { differences, plainColumns } from './truth.ts'
import { checkVersions } from './version-oracle.ts'
import type { AggregateLevel, World } from './world.ts'

/**
 * Checks the invariants of every committed state, and of every step between two states.
 * @returns the violations.
 */
export function checkStep(
  world: World,
  before: State,
  after: State,
  run: RunFacts | null,
  staleLevels: readonly AggregateLevel[],
): string[] {
  return [
    ...(isFencedOff(run?.task) ? checkRefused(before, after) : []),
    ...checkAggregates(after, staleLevels),
    ...(staleLevels.includes('contracts')
      ? []
      : [...checkContracts(after), ...checkStandings(before, after)]),
    ...checkVersion(before, after),
    ...checkWrites(before, after),
    ...checkHistory(world, before, after),
    ...checkVersions(world, [before], after),
    ...checkWindows(after),
    ...checkAttribution(world, after),
    ...checkOrder(before, after),
    ...checkApplied(world, before, after, run),
  ]
}

/** Checks that a release that the database is fenced against changes nothing visible to readers. */
function checkRefused(before: State, after: State): string[] {
  const visible = ({ windows, ...state }: State) =>
    JSON.stringify([
      fingerprint({ ...state, windows }),
      windows.map(({ state, last_run_at, error_code, failures }) => [
        state,
        last_run_at,
        error_code,
        failures,
      ]),
    ])
  return visible(before) === visible(after) ? [] : ['a release that does not know the schema wrote']
}

/**
 * Checks that the aggregates of every day, week and year equal the sums of their rows, except for levels
 * known to be stale.
 */
export function checkAggregates(after: State, staleLevels: readonly AggregateLevel[]): string[] {
  const isFresh = (line: string) => !staleLevels.some((level) => line.startsWith(`${level} |`))
  const [aggregates, sums] = [after.aggregates.filter(isFresh), after.sums.filter(isFresh)]
  const kept = aggregates.filter((line) => !sums.includes(line))
  const added = sums.filter((line) => !aggregates.includes(line))
  if (kept.length + added.length === 0 && aggregates.length === sums.length) return []
  return [
    `aggregates differ from their rows: kept ${JSON.stringify(kept)}, rows give ${JSON.stringify(added)}`,
  ]
}

/** Checks that the figures of contracts are those of their periods. */
export function checkContracts({ rows, contracts, contractsDay: day, pendingContracts }: State): string[] {
  const isSettled = ({ contract }: Readonly<Record<string, unknown>>) =>
    !pendingContracts.includes(typeof contract === 'string' ? contract : '')
  const listed = rows.filter((row) => row.gone_at === null && 'contract' in row && isSettled(row))
  if (day === null) return contracts.length === 0 ? [] : ['there are contracts for no day']
  const lines = (of: readonly object[]) => of.map((one) => JSON.stringify(one)).sort()
  const expected = lines(contractsOf(listed.map(toOraclePeriod), day))
  const kept = lines(contracts.filter(isSettled))
  const missing = expected.filter((line) => !kept.includes(line))
  const wrong = kept.filter((line) => !expected.includes(line))
  if (missing.length + wrong.length === 0 && kept.length === expected.length) return []
  return [
    `contracts differ from their periods: kept ${wrong.join(', ')}, the periods give ${missing.join(', ')}`,
  ]
}

function toOraclePeriod(row: StateRow): OraclePeriod {
  const text = (name: string) => (typeof row[name] === 'string' ? row[name] : null)
  return {
    contract: text('contract'),
    currency: row.currency,
    fundingSource: row.funding_source,
    startDate: text('start_date'),
    endDate: text('end_date'),
    status: text('status'),
    amount: row.amount,
  }
}

/** Checks that every difference that a reader can see has a new version. */
function checkVersion(before: State, after: State): string[] {
  if (after.version < before.version) return ['the version of the mirror went back']
  const visible = (state: State) =>
    JSON.stringify([
      state.rows.filter((row) => row.gone_at === null).map(shown),
      state.aggregates,
      state.contracts,
    ])
  return visible(before) !== visible(after) && after.version === before.version
    ? ['rows changed and the version of the mirror did not']
    : []
}

function shown(stored: StateRow): unknown {
  const { xmin: _, missing_since: _m, last_listed_at: _l, window_from: _w, ...row } = stored
  return row
}

/** Checks that nothing is written without a change, and that no mirrored row is lost. */
function checkWrites(before: State, after: State): string[] {
  const now = new Map(after.rows.map((row) => [row.id, row]))
  return before.rows.flatMap((row) => {
    const next = now.get(row.id)
    if (next === undefined) return [`${row.id} was removed from the mirror`]
    if (next.xmin === row.xmin) return []
    const { xmin: _, changed_at: _c, ...old } = row
    const { xmin: _x, changed_at: _n, ...other } = next
    return JSON.stringify(old) === JSON.stringify(other) ? [`${row.id} was written without a change`] : []
  })
}

/** Checks that the fields of each window are consistent. */
function checkWindows(after: State): string[] {
  return after.windows.flatMap((window) => {
    const { state, reasons, last_run_at, last_complete_at, error_code, failures } = window
    const isFresh = last_complete_at !== null && last_complete_at === last_run_at
    const wrong: string[] = []
    if (state === 'complete' && (!isFresh || reasons !== null))
      wrong.push('complete without a complete last run')
    if (state === 'partial' && (reasons === null || last_run_at === null))
      wrong.push('partial without a reason')
    if (state === 'never_read' && last_run_at !== null) wrong.push('never read, and yet read')
    if ((error_code === null) !== (failures === 0)) wrong.push('its failures do not fit its error')
    return wrong.map((what) => `window ${window.from_day}: ${what}`)
  })
}

/** Checks that versioned rows never go back to an older version, and that an equal one changes nothing. */
function checkOrder(before: State, after: State): string[] {
  const now = new Map(after.rows.map((row) => [row.id, row]))
  return before.rows.flatMap((row) => {
    const next = now.get(row.id)
    if (!row.source_updated_at || !next?.source_updated_at) return []
    const later = Date.parse(next.source_updated_at) - Date.parse(row.source_updated_at)
    if (later < 0) return [`${row.id}: an older version overwrote a newer one`]
    return later === 0 && JSON.stringify(next.raw) !== JSON.stringify(row.raw)
      ? [`${row.id}: other content came in under an equal version`]
      : []
  })
}

/**
 * Checks a run's effect: all or nothing, only based on what the run knew, and complete only if it really is.
 */
function checkApplied(world: World, before: State, after: State, run: RunFacts | null): string[] {
  const former = new Map(before.windows.map((window) => [window.from_day, window]))
  const stamped = after.windows.filter(
    (window) => (former.get(window.from_day)?.last_run_at ?? null) !== window.last_run_at,
  )
  const contents = (state: State) => JSON.stringify([state.rows.map(shown), state.history])
  const absences = (state: State) =>
    JSON.stringify(state.rows.map(({ id, missing_since, gone_at }) => [id, missing_since, gone_at]))
  const isChanged = contents(before) !== contents(after) || absences(before) !== absences(after)
  const [window] = stamped
  if (window === undefined) return isChanged ? ['rows changed in a commit that stamps no window'] : []
  if (run === null || stamped.length > 1 || run.window.fromDay !== window.from_day)
    return [`window ${window.from_day} was stamped by something else than its run`]
  const known = former.get(window.from_day)?.last_run_at ?? null
  const isStale = (known === null ? null : Date.parse(known)) !== run.window.lastRunAt
  const wrong: string[] = []
  if (isStale) wrong.push('a stale run was applied')
  if (run.isBroken) wrong.push('a run with a broken page was applied')
  wrong.push(...checkAbsence(world, before, after, window))
  wrong.push(
    ...checkShrinking(world, before, after, { window, run }),
    ...checkWithheld(world, before, after, run),
  )
  if (world.changes === run.changesAtStart)
    wrong.push(
      ...(run.isDeceived ? [] : [...checkComplete(world, after, window, run), ...checkRejection(world, run)]),
      ...checkKept(world, before, after),
    )
  wrong.push(...checkCounts(world, after, window))
  return wrong.map((what) => `window ${window.from_day}: ${what}`)
}

/**
 * Checks a window stamped complete against an upstream that did not change: its rows must be equal in all
 * columns that come from the row alone.
 */
function checkComplete(world: World, after: State, window: StateWindow, run: RunFacts): string[] {
  if (window.state !== 'complete') return []
  if (world.nature.kind === 'payment-links') return []
  const rows = new Map(after.rows.map((row) => [row.id, row]))
  const { fromDay, toDay } = run.window
  const currentMonday = toDay === null ? fromDay : '9999-12-31'
  return world.rows.flatMap((each) => {
    const content = world.current(each)
    if (content === null || world.windowOf(content, currentMonday) !== fromDay) return []
    const row = rows.get(each.id)
    if (row === undefined || row.gone_at !== null) return [`complete without ${each.id}`]
    return differences(row, plainColumns(world, each.id, content)).map(
      (what) => `complete, but ${each.id}: ${what}`,
    )
  })
}

/** Checks that a window counts its listed rows, and the unsettled ones among them. */
function checkCounts(world: World, after: State, window: StateWindow): string[] {
  if (world.nature.kind === 'payment-links') return []
  const own = after.rows.filter((row) => row.window_from === window.from_day && row.gone_at === null)
  const { statusColumn, unsettled } = tableOf(world.nature.resource)
  const open = own.filter((row) => unsettled.includes(String(row[statusColumn])))
  const wrong: string[] = []
  if (own.length !== window.rows) wrong.push(`it counts ${window.rows} rows and has ${own.length}`)
  if (open.length !== window.unsettled)
    wrong.push(`it counts ${window.unsettled} unsettled rows and has ${open.length}`)
  return wrong
}
