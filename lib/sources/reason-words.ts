import type { PartFault, WindowReason } from './window-reasons.ts'

const FILTER_LABELS = { currency: 'currency', funding_source: 'funding source' } as const

/** Words one reason for people, as one sentence or two. */
export function reasonWords(reason: WindowReason): string {
  switch (reason.code) {
    case 'no_id':
      return `${rowsWords(reason.rows)} without a readable id left out.`
    case 'part':
      return `By ${FILTER_LABELS[reason.filter]} "${reason.value}": ${partWords(reason.fault)}`
    case 'refused':
      return `The source does not accept the ${FILTER_LABELS[reason.filter]} "${reason.value}": check its spelling.`
    case 'broken_off':
      return `The walks by ${FILTER_LABELS[reason.filter]} of ${reason.rows} rows broke off: ${reason.message}`
    case 'reconfigured':
      return 'Read under another configuration; it is being read again.'
    case 'failed':
      return reason.message
    case 'filter_ignored':
      return `The filter by ${FILTER_LABELS[reason.filter]} gives rows for "${reason.value}", which does not exist: it is ignored or matches loosely.`
    case 'contradicted': {
      const [one, other] = reason.values
      return `The filter by ${FILTER_LABELS[reason.filter]} gives nearly every row both for "${one}" and for "${other}": it is ignored, or the two names mean the same.`
    }
    case 'changing':
      return `${rowsWords(reason.rows)} came under another funding source than before, or under none: they keep it until the next sync, or a person, confirms that.`
    case 'doubled':
      return `${rowsWords(reason.rows)} that had a funding source now ${reason.rows === 1 ? 'is' : 'are'} in more than one.`
    case 'former':
      return reason.text
    default:
      return partWords(reason)
  }
}

/** Words reasons as one text; null for none. */
export function reasonsText(reasons: readonly WindowReason[]): string | null {
  return reasons.length === 0 ? null : reasons.map(reasonWords).join(' ')
}

function partWords(fault: PartFault): string {
  switch (fault.code) {
    case 'miscounted':
      return `The source counted ${fault.counted} rows and listed ${fault.listed}.`
    case 'shifting':
      return 'The list kept shifting while it was read.'
    case 'repeated':
      return `${fault.repeated} of ${fault.listed} rows were listed twice: the list shifted while it was read.`
    case 'no_id':
      return `${rowsWords(fault.rows)} without a readable id.`
    case 'unsteady':
      return 'two readings of the same list differ.'
  }
}

function rowsWords(rows: number): string {
  return rows === 1 ? '1 row' : `${rows} rows`
}
