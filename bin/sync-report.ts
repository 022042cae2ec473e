import type { PlannedWindow } from '#lib/server/sync/plan.ts'
import { RESOURCE_LABELS, SOURCE_LABELS, SOURCE_RESOURCES, SOURCES } from '#lib/sources/sources.ts'

const BAR_WIDTH = 30
const MAX_REASONS = 10

/** Draws how far a pass has got, where a person watches. */
export function drawProgress(done: number, total: number): void {
  if (!process.stdout.isTTY || total === 0) return
  const filled = Math.round((done / total) * BAR_WIDTH)
  const bar = `${'█'.repeat(filled)}${'░'.repeat(BAR_WIDTH - filled)}`
  process.stdout.write(`\r${bar} ${done} of ${total} windows${done === total ? '\n' : ''}`)
}

/** What a pass left behind: one line a list, then why windows are not complete. */
export function passTable(windows: readonly PlannedWindow[]): string {
  const lines = SOURCES.flatMap((source) =>
    SOURCE_RESOURCES[source].flatMap((resource) => {
      const own = windows.filter((window) => window.source === source && window.resource === resource)
      if (own.length === 0) return []
      const name = `${SOURCE_LABELS[source]}, ${RESOURCE_LABELS[resource].toLowerCase()}`
      return [row(name, own)]
    }),
  )
  const header = ['list', 'windows', 'complete', 'partial', 'failed', 'unread']
  const table = [header, ...lines].map((cells) =>
    cells.map((cell, i) => (i === 0 ? cell.padEnd(34) : cell.padStart(9))).join(''),
  )
  const reasons = reasonsOf(windows)
  return [...table, ...(reasons.length > 0 ? ['', ...reasons] : [])].join('\n')
}

/** What a pass made of a window: a run that failed counts, whatever an earlier one had found. */
function outcome(window: PlannedWindow): PlannedWindow['state'] {
  return window.errorCode === null ? window.state : 'failed'
}

function row(name: string, windows: readonly PlannedWindow[]): string[] {
  const count = (state: PlannedWindow['state']) =>
    windows.filter((window) => outcome(window) === state).length
  const counts = [windows.length, count('complete'), count('partial'), count('failed'), count('never_read')]
  return [name, ...counts.map(String)]
}

function reasonsOf(windows: readonly PlannedWindow[]): string[] {
  const byReason = new Map<string, PlannedWindow[]>()
  for (const window of windows) {
    const reason = window.errorDetail ?? (window.state === 'complete' ? null : window.detail)
    if (reason === null) continue
    const line = `${SOURCE_LABELS[window.source]}: ${reason}`
    byReason.set(line, [...(byReason.get(line) ?? []), window])
  }
  const lines = [...byReason].map(([reason, own]) => {
    const weeks = own.length === 1 ? `week of ${own[0]?.fromDay}` : `${own.length} windows`
    return `  ${reason} (${weeks})`
  })
  const more = lines.length - MAX_REASONS
  return more > 0 ? [...lines.slice(0, MAX_REASONS), `  and ${more} further reasons`] : lines
}
