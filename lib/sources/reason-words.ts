import type { Day } from '#lib/calendar-date.ts'
import type { Words } from '#lib/words/words.ts'
import type { PartFault, RangeReason, WindowReason } from './window-reasons.ts'

type Texts = Words<'sources'>

/** Words one reason for people, as one sentence or two. */
export function reasonWords(reason: WindowReason, t: Texts): string {
  switch (reason.code) {
    case 'no_id':
      return t('reason.no_id', { rows: reason.rows })
    case 'part':
      return t('reason.part', { ...reason, fault: partWords(reason.fault, t) })
    case 'refused':
      return t('reason.refused', reason)
    case 'broken_off':
      return t('reason.broken_off', reason)
    case 'reconfigured':
      return t('reason.reconfigured')
    case 'failed':
      return reason.message
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
      return reason.text
    default:
      return partWords(reason, t)
  }
}

/** Words reasons as one text; null for none. */
export function reasonsText(reasons: readonly WindowReason[], t: Texts): string | null {
  return reasons.length === 0 ? null : reasons.map((reason) => reasonWords(reason, t)).join(' ')
}

/**
 * Words why days of a source are missing.
 * @param source the source's name
 */
export function rangeWords(
  why: readonly RangeReason[],
  source: string,
  printDay: (day: Day) => string,
  t: Texts,
): string {
  const words = why.map((reason) => {
    switch (reason.code) {
      case 'unread':
        return t('range.unread', { source })
      case 'before':
        return t('range.before', { day: printDay(reason.day) })
      case 'unmatched':
        return t('reason.unmatched')
      case 'unsaid':
        return t(`reason.${reason.state}`)
      default:
        return reasonWords(reason, t)
    }
  })
  return words.join(' ')
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
