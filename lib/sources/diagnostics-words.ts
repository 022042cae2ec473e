import type { Tone } from '#lib/tones.ts'
import type { CallOutcome, OpenWindow } from './diagnostics-schema.ts'
import { reasonWords } from './reason-words.ts'

/** How a call ended, worded to follow a number. */
export const OUTCOME_LABELS: Record<CallOutcome, string> = {
  ok: 'answered',
  aborted: 'ended by Furrow',
  unauthorized: 'key refused',
  forbidden: 'no access',
  not_found: 'not found',
  rate_limited: 'rate limited',
  timeout: 'too slow',
  unavailable: 'not available',
  malformed: 'not readable',
  too_large: 'too large',
  blocked: 'security check failed',
}

export const WINDOW_STATE_LABELS: Record<OpenWindow['state'], string> = {
  never_read: 'Not read yet',
  partial: 'Partial',
  failed: 'Failed',
  complete: 'Last reading failed',
}

export const WINDOW_STATE_TONES: Record<OpenWindow['state'], Tone> = {
  never_read: 'draft',
  partial: 'wait',
  failed: 'bad',
  complete: 'wait',
}

/**
 * Returns how many of its counted rows a source listed, e.g. "listed 118 of 130"; null if either is unknown
 * or both are equal.
 */
export function listedOf(
  window: Pick<OpenWindow, 'listed' | 'counted'>,
  count: (value: number) => string,
): string | null {
  const { listed, counted } = window
  if (listed === null || counted === null || listed === counted) return null
  return `listed ${count(listed)} of ${count(counted)}`
}

/**
 * Words the reasons why a window is incomplete, apart for the whole window and for its parts (by currency, by
 * funding source). Leaves out what `listedOf` or the label of the state already says.
 */
export function reasonParts(
  window: Pick<OpenWindow, 'state' | 'reason' | 'reasons' | 'listed' | 'counted'>,
): { whole: string; parts: string[] } {
  const { state, reason, reasons, listed, counted } = window
  if (reasons.length === 0) return { whole: state === 'never_read' ? '' : reason, parts: [] }
  const isTold = listed !== null && counted !== null && listed !== counted
  const whole = reasons.filter(({ code }) => code !== 'part' && !(isTold && code === 'miscounted'))
  const parts = reasons.filter(({ code }) => code === 'part')
  return { whole: whole.map(reasonWords).join(' '), parts: parts.map(reasonWords) }
}

/**
 * Splits a list after `shown` items. A rest of one item is never hidden, because a "1 more" line would take
 * the same space.
 */
export function splitLong<Item>(items: readonly Item[], shown: number): { first: Item[]; rest: Item[] } {
  const cut = items.length === shown + 1 ? items.length : shown
  return { first: items.slice(0, cut), rest: items.slice(cut) }
}
