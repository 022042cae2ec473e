import type { Day } from '#lib/calendar-date.ts'
import { explain } from '#lib/server/sources/notices.ts'
import type { PassResult } from '#lib/server/sync/once.ts'
import type { PlannedWindow } from '#lib/server/sync/plan.ts'
import { resourceName, sourceName } from '#lib/server/words/names.ts'
import { english } from '#lib/server/words/words.ts'
import { reasonsDetail } from '#lib/sources/reason-words.ts'
import { SOURCE_RESOURCES, SOURCES } from '#lib/sources.ts'
import { readReasons } from '#lib/window-reasons.ts'
import { commandWords } from '#lib/words/command-words.ts'

const t = commandWords('commands')

const BAR_WIDTH = 30
const MAX_REASONS = 10
const STATES = ['complete', 'partial', 'failed', 'never_read'] as const

/** Draws a progress bar for a pass, on a terminal only. */
export function drawProgress(done: number, total: number): void {
  if (!process.stdout.isTTY || total === 0) return
  const filled = Math.round((done / total) * BAR_WIDTH)
  const bar = `${'█'.repeat(filled)}${'░'.repeat(BAR_WIDTH - filled)}`
  process.stdout.write(`\r${bar} ${t('sync.progress', { done, total })}${done === total ? '\n' : ''}`)
}

/** Formats the result of a pass: one line per list, then the reasons why windows are not complete. */
export function passTable(windows: readonly PlannedWindow[]): string {
  const lines = SOURCES.flatMap((source) =>
    SOURCE_RESOURCES[source].flatMap((resource) => {
      const own = windows.filter((window) => window.source === source && window.resource === resource)
      if (own.length === 0) return []
      const name = `${sourceName(source)}, ${resourceName(resource).toLowerCase()}`
      return [row(name, own)]
    }),
  )
  const header = [
    t('sync.column.list'),
    t('sync.column.weeks'),
    ...STATES.map((one) => t(`sync.column.${one}`)),
  ]
  const table = [header, ...lines].map((cells) =>
    cells.map((cell, i) => (i === 0 ? cell.padEnd(34) : cell.padStart(9))).join(''),
  )
  const reasons = reasonsOf(windows)
  return [...table, ...(reasons.length > 0 ? ['', ...reasons] : [])].join('\n')
}

/**
 * Returns a window's state after the pass; a failed run counts as `failed`, whatever an earlier run had
 * found.
 */
function outcome(window: PlannedWindow): PlannedWindow['state'] {
  return window.errorCode === null ? window.state : 'failed'
}

function row(name: string, windows: readonly PlannedWindow[]): string[] {
  const count = (state: PlannedWindow['state']) =>
    windows.filter((window) => outcome(window) === state).length
  const counts = [windows.length, ...STATES.map(count)]
  return [name, ...counts.map(String)]
}

/** Says why a window is not complete; for a fault of its source, also what to do about the fault. */
function reasonOf(window: PlannedWindow): string | null {
  if (window.errorCode === null)
    return window.state === 'complete' ? null : reasonsDetail(readReasons(window.reasons), english('reasons'))
  const { message, fix } = explain(window.source, window)
  return `${message} ${fix}`
}

function reasonsOf(windows: readonly PlannedWindow[]): string[] {
  const byReason = new Map<string, { reason: string; source: string; days: Day[] }>()
  for (const window of windows) {
    const reason = reasonOf(window)
    if (reason === null) continue
    const same = `${window.source} ${reason}`
    const known = byReason.get(same) ?? { reason, source: sourceName(window.source), days: [] }
    byReason.set(same, { ...known, days: [...known.days, window.fromDay] })
  }
  const lines = [...byReason.values()].map(({ days: [day = '', ...more], ...named }) =>
    more.length === 0
      ? t('sync.reason-week', { ...named, day })
      : t('sync.reason-weeks', { ...named, weeks: 1 + more.length }),
  )
  const more = lines.length - MAX_REASONS
  const shown = more > 0 ? [...lines.slice(0, MAX_REASONS), t('sync.more-reasons', { count: more })] : lines
  return shown.map((line) => `  ${line}`)
}

/** Formats the last line of a pass: whether every requested window is complete. */
export function conclusion({ windows, isComplete }: PassResult, seconds: string): string {
  if (isComplete) return t('sync.complete', { seconds })
  const open = windows.filter((window) => window.state !== 'complete' || window.errorCode !== null).length
  return open > 0
    ? t('sync.incomplete', { open, weeks: windows.length, seconds })
    : t('sync.not-everything', { seconds })
}

/**
 * Explains why a pass had nothing to read, naming the available weeks; returns null if the pass had windows
 * to read.
 */
export function nothingToRead(
  { windows, paused, firstDay }: PassResult,
  { from, to }: { from: Day | null; to: Day | null },
): string | null {
  if (windows.length > 0 || (firstDay === null && paused.length > 0)) return null
  if (firstDay === null) return t('sync.no-source')
  if (from !== null && to !== null) return t('sync.no-week-between', { from, to, first: firstDay })
  if (to !== null) return t('sync.no-week-to', { to, first: firstDay })
  // Without days every week is meant, and there is one.
  return t('sync.no-week-from', { from: from ?? firstDay, first: firstDay })
}
