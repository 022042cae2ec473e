import type { Move } from './comparison.ts'

/**
 * Differences that appear when Furrow is restarted and reads every source again, although the sources are
 * unchanged.
 */
export const MOVES_OF_READING: readonly Move[] = [
  {
    table: 'sync_window',
    columns: ['last_run_at', 'last_complete_at', 'due_at'],
    reason: 'the window was read again',
  },
  { table: 'sync_window', columns: ['token'], reason: 'counts the runs of a window, begun and ended' },
  { table: 'source_fact', columns: ['at'], reason: 'when a fact was last found to hold' },
  { table: 'source_call', rows: 'any', reason: 'calls are counted by the minute, for three hours' },
  {
    table: 'sync_budget',
    columns: ['calls', 'at'],
    reason: 'calls that older weeks may make grow with time',
  },
]

/** Differences that appear when people and programs use the installation meanwhile. */
export const MOVES_OF_USE: readonly Move[] = [
  { table: 'session', columns: ['updated_at'], reason: 'last use, to the minute' },
  { table: 'person', columns: ['visited_at'], reason: 'last use, to the minute' },
  { table: 'session', rows: 'added', reason: 'somebody has signed in' },
  { table: 'integration', columns: ['last_used_at'], reason: 'last use, to the minute' },
  { table: 'audit_event', rows: 'added', reason: 'what was done is added to the log' },
  { table: 'audit_head', columns: ['sequence', 'hash', 'seal'], reason: 'the end of the log' },
  { table: 'rate_limit', rows: 'any', reason: 'counters of limits begin and end with time' },
]
