import type { Tone } from '#lib/tones.ts'
import type { CallOutcome, OpenWindow } from './care-schema.ts'

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

const COUNTED = /^The source counted \d+ rows and listed \d+\.\s*/

/**
 * Splits the reason why a window is incomplete into the whole window and its parts (by currency, by funding
 * source). Drops a sentence that `listedOf` already says more briefly, or the label of the state in the same
 * words.
 */
export function reasonParts({
  state,
  reason,
  listed,
  counted,
}: Pick<OpenWindow, 'state' | 'reason' | 'listed' | 'counted'>): { whole: string; parts: string[] } {
  if (reason === `${WINDOW_STATE_LABELS[state]}.`) return { whole: '', parts: [] }
  const [whole = '', ...parts] = reason.split(/(?<=\.) (?=By )/)
  const isTold = listed !== null && counted !== null && listed !== counted
  return { whole: isTold ? whole.replace(COUNTED, '') : whole, parts }
}

/**
 * Splits a list after `shown` items. A rest of one item is never hidden, because a "1 more" line would take
 * the same space.
 */
export function splitLong<Item>(items: readonly Item[], shown: number): { first: Item[]; rest: Item[] } {
  const cut = items.length === shown + 1 ? items.length : shown
  return { first: items.slice(0, cut), rest: items.slice(cut) }
}
