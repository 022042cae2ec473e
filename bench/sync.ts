import { addDays, type Day } from '#lib/calendar-date.ts'
import { type Database, openDatabase, query } from '#lib/server/db/client.ts'
import { applyRun, type Run } from '#lib/server/sync/apply.ts'
import type { PlannedWindow } from '#lib/server/sync/plan.ts'
import { type MirrorRow, toMirrorRow } from '#lib/server/sync/row.ts'
import { ensureWindows, loadWindows } from '#lib/server/sync/windows.ts'
import { toBillingPeriod } from '#lib/server/upstream/hello-tractor/map.ts'
import type { BenchEnvironment } from './environment.ts'
import { type Finding, median, spread } from './report.ts'
import { interleaved, timed } from './rounds.ts'

const LIST = { source: 'hello-tractor', resource: 'billing-periods' } as const
const FIRST: Day = '2025-01-06'
const WEEKS = 50
/** Rows per week of a million periods over five years. */
const ROWS_OF_A_WEEK = 4_000
const CHANGED_PER_SECOND = 15_000
const UNCHANGED_PER_SECOND = 100_000
const FUNDS = ['Heifer International', 'Agri Growth Fund', 'Green Tractor Facility']

/**
 * P12: measures how many rows of a window one transaction writes per second, with all rows changed and with
 * none changed.
 */
export async function measureApply(environment: BenchEnvironment): Promise<Finding[]> {
  const db = openDatabase(await environment.emptyDatabase(), { max: 2 })
  try {
    environment.note(`P12: applying windows of ${ROWS_OF_A_WEEK} rows …`)
    const lastDay = addDays(FIRST, 7 * WEEKS - 1)
    await ensureWindows(db, LIST, FIRST, lastDay, new Date())
    for (const window of await loadWindows(db, [LIST], FIRST)) await apply(db, window, 'first')
    const client = await db.$client.connect()
    await client.query('vacuum (analyze) billing_period')
    client.release()
    return await measureRounds(db)
  } finally {
    await db.$client.end()
  }
}

async function measureRounds(db: Database): Promise<Finding[]> {
  let round = 0
  const pick = async () => {
    round += 1
    const windows = await loadWindows(db, [LIST], FIRST)
    const window = windows[round % WEEKS]
    if (!window) throw new Error('There is no such window')
    return window
  }
  const perSecond = async (content: string) => {
    const window = await pick()
    if (content === 'unchanged') await apply(db, window, 'unchanged')
    const again = (await loadWindows(db, [LIST], FIRST)).find(({ fromDay }) => fromDay === window.fromDay)
    const run = runOf(again ?? window, content)
    const tookMs = await timed(() => applyRun(db, run))
    return (1_000 * ROWS_OF_A_WEEK) / tookMs
  }
  const figures = await interleaved({
    changed: () => perSecond(`round ${round}`),
    unchanged: () => perSecond('unchanged'),
  })
  const [{ count = 0 } = {}] = await query<{ count: number }>(db)`
    select count(*)::int as count from billing_period`
  const finding = (name: string, values: readonly number[], target: number): Finding => ({
    name: `${name} rows applied, in a mirror of ${count.toLocaleString('en')}`,
    figure: `${spread(values, (value) => Math.round(value).toLocaleString('en'))} rows/s`,
    target: `>= ${target.toLocaleString('en')} rows/s`,
    isMet: median(values) >= target,
  })
  return [
    finding('changed', figures.changed, CHANGED_PER_SECOND),
    finding('unchanged', figures.unchanged, UNCHANGED_PER_SECOND),
  ]
}

async function apply(db: Database, window: PlannedWindow, content: string): Promise<void> {
  await applyRun(db, runOf(window, content))
}

/** Builds a complete run of a window in which every row has this content. */
function runOf(window: PlannedWindow, content: string) {
  const read: MirrorRow[] = []
  const byId = new Map<string, string[]>()
  for (let at = 0; at < ROWS_OF_A_WEEK; at += 1) {
    const id = `${window.fromDay}-${at}`
    read.push(rowOf(id, addDays(window.fromDay, at % 7), at, content))
    byId.set(id, [FUNDS[at % FUNDS.length] ?? ''])
  }
  const now = new Date()
  return {
    today: now.toISOString().slice(0, 10),
    timeZone: 'UTC',
    window,
    origin: undefined,
    reading: {
      rows: read,
      rejected: [],
      upstreamCount: read.length,
      listedCount: read.length,
      claims: {
        currency: { isComplete: true, byId: new Map(), asked: FUNDS, refused: [], reasons: [] },
        fundingSource: { isComplete: true, byId, asked: FUNDS, refused: [], reasons: [] },
      } satisfies Run['reading']['claims'],
      isWholeChecked: true,
      reasons: [],
    },
    startedAt: now,
    readAt: now,
    now: () => now,
    firstDay: FIRST,
    dueAt: { settled: now, newDoubt: now, oldDoubt: now },
  }
}

function rowOf(id: string, day: Day, at: number, content: string): MirrorRow {
  const record = toBillingPeriod({
    ...{ id, loanName: `HT-${100_000 + ((at * 7919) % 60_000)}`, start_date: day, end_date: addDays(day, 6) },
    status: { label: at % 7 === 0 ? 'PAYMENT_FAILED' : 'PAYMENT_COMPLETE' },
    currency: 'NGN',
    ...{ totalAmountIncMaintenanceFee: `${(content.length + at) * 100}.00`, note: content },
  })
  if (!record) throw new Error('The row was not read')
  return toMirrorRow(record)
}
