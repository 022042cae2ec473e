import type { Tone } from '#lib/tones.ts'
import type { Words } from '#lib/words/words.ts'
import type { OpenWindow } from './diagnostics-schema.ts'
import { reasonWords } from './reason-words.ts'

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
  { listed, counted }: Pick<OpenWindow, 'listed' | 'counted'>,
  t: Words<'sources'>,
): string | null {
  if (listed === null || counted === null || listed === counted) return null
  return t('open.listed', { listed, counted })
}

/**
 * Words the reasons why a window is incomplete, apart for the whole window and for its parts (by currency, by
 * funding source). Leaves out what `listedOf` or the label of the state already says.
 * @param source the source's name
 */
export function reasonParts(
  window: Pick<OpenWindow, 'state' | 'reasons' | 'listed' | 'counted'>,
  source: string,
  t: Words<'reasons'>,
): { whole: string; parts: string[] } {
  const { state, reasons, listed, counted } = window
  if (reasons.length === 0)
    return {
      whole: state === 'never_read' ? '' : t(`reason.${state === 'complete' ? 'failed' : state}`),
      parts: [],
    }
  const isTold = listed !== null && counted !== null && listed !== counted
  const whole = reasons.filter(({ code }) => code !== 'part' && !(isTold && code === 'miscounted'))
  const parts = reasons.filter(({ code }) => code === 'part')
  return {
    whole: whole.map((each) => reasonWords(each, source, t)).join(' '),
    parts: parts.map((each) => reasonWords(each, source, t)),
  }
}

/**
 * Splits a list after `shown` items. A rest of one item is never hidden, because a "1 more" line would take
 * the same space.
 */
export function splitLong<Item>(items: readonly Item[], shown: number): { first: Item[]; rest: Item[] } {
  const cut = items.length === shown + 1 ? items.length : shown
  return { first: items.slice(0, cut), rest: items.slice(cut) }
}
