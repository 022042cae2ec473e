import type { Day } from '#lib/calendar-date.ts'
import { UPSTREAM_ERROR_CODES } from '#lib/problem-codes.ts'
import type { PartFault, RangeReason, WindowReason } from '#lib/window-reasons.ts'
import type { Words } from '#lib/words/words.ts'

type Texts = Words<'reasons'>

/** Who reads the words: a person on a screen, or a program or log, which gets the stored messages in English. */
type Wording = {
  /** Words an error of a source. */
  error: (code: string | undefined, message: string) => string
  /** Words a reason that a former release stored as a sentence. */
  former: (text: string) => string
  day: (day: Day) => string
}

const AS_STORED: Wording = { error: (_, message) => message, former: (text) => text, day: String }

/** Words an error of a source by its code. A code that is not an upstream's stands for a sync that failed. */
export function failureWords(code: string | undefined, source: string, t: Texts): string {
  const known = UPSTREAM_ERROR_CODES.find((one) => one === code)
  return known ? t(`failed.${known}`, { source }) : t('reason.failed')
}

/** Returns how reasons are worded on a screen. `source` is the source's name. */
function onScreen(source: string, day: Wording['day'], t: Texts): Wording {
  return {
    error: (code) => failureWords(code, source, t),
    former: () => t('reason.partial'),
    day,
  }
}

/**
 * Words one reason for a person, as one sentence or two.
 * @param source the source's name
 */
export function reasonWords(reason: WindowReason, source: string, t: Texts): string {
  return wordsOf(reason, onScreen(source, String, t), t)
}

/** Words reasons in English, with the messages of errors as they were stored; null for none. */
export function reasonsDetail(reasons: readonly WindowReason[], t: Texts): string | null {
  return reasons.length === 0 ? null : reasons.map((reason) => wordsOf(reason, AS_STORED, t)).join(' ')
}

/**
 * Words for a person why days of a source are missing.
 * @param source the source's name
 */
export function rangeWords(
  why: readonly RangeReason[],
  source: string,
  printDay: (day: Day) => string,
  t: Texts,
): string {
  return rangeText(why, source, onScreen(source, printDay, t), t)
}

/** Says the same in English, with the messages of errors as they were stored. */
export function rangeDetail(why: readonly RangeReason[], source: string, t: Texts): string {
  return rangeText(why, source, AS_STORED, t)
}

function rangeText(why: readonly RangeReason[], source: string, wording: Wording, t: Texts): string {
  const words = why.map((reason) => {
    switch (reason.code) {
      case 'unread':
        return t('range.unread', { source })
      case 'before':
        return t('range.before', { day: wording.day(reason.day) })
      case 'unreadable_dates':
        return t('range.unreadable_dates', { rows: reason.rows })
      case 'unmatched':
        return t('reason.unmatched')
      case 'unsaid':
        return t(`reason.${reason.state}`)
      default:
        return wordsOf(reason, wording, t)
    }
  })
  return words.join(' ')
}

function wordsOf(reason: WindowReason, wording: Wording, t: Texts): string {
  switch (reason.code) {
    case 'no_id':
      return t('reason.no_id', { rows: reason.rows })
    case 'part':
      return t('reason.part', { ...reason, fault: partWords(reason.fault, t) })
    case 'refused':
      return t('reason.refused', reason)
    case 'broken_off':
      return t('reason.broken_off', { ...reason, fault: wording.error(reason.error, reason.message) })
    case 'reconfigured':
      return t('reason.reconfigured')
    case 'failed':
      return wording.error(reason.error, reason.message)
    case 'filter_ignored':
      return t('reason.filter_ignored', reason)
    case 'contradicted': {
      const [one, two] = reason.values
      return t('reason.contradicted', { filter: reason.filter, one, two })
    }
    case 'changing':
      return t('reason.changing', reason)
    case 'doubled':
      return t('reason.doubled', reason)
    case 'former':
      return wording.former(reason.text)
    default:
      return partWords(reason, t)
  }
}

function partWords(fault: PartFault, t: Texts): string {
  switch (fault.code) {
    case 'miscounted':
      return t('part.miscounted', fault)
    case 'shifting':
      return t('part.shifting')
    case 'repeated':
      return t('part.repeated', fault)
    case 'no_id':
      return t('part.no_id', fault)
    case 'unsteady':
      return t('part.unsteady')
  }
}
