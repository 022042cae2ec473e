import {
  dayParam,
  defaulted,
  list,
  oneOf,
  type ParamValues,
  readName,
  searchParam,
} from '#lib/search-params.ts'
import { AUDIT_OUTCOMES } from './vocabulary.ts'

const SORTS = ['-sequence', 'sequence'] as const

/** Reads an action name such as `invoice_pdf.download`. */
function readAction(text: string): string | null {
  return /^[a-z_]{1,40}(\.[a-z_]{1,40})?$/.test(text) ? text : null
}

/** Reads the subject of an event: 1-300 characters, as stored. */
function readSubject(text: string): string | null {
  return text.trim() !== '' && text.length <= 300 && text.isWellFormed() && !/\p{Cc}/u.test(text)
    ? text
    : null
}

/** Filters of the audit log, shared by the page, the API and the export. */
export const auditFilters = {
  search: searchParam,
  actor: list(readName, 'the id of a person or an integration, or system, or anonymous'),
  action: list(readAction, 'an action such as invoice_pdf.download'),
  outcome: list(oneOf(AUDIT_OUTCOMES), `one of ${AUDIT_OUTCOMES.join(', ')}`),
  subject: list(readSubject, 'what it was done to, as an event has it, e.g. invoice:hello-tractor/1234'),
  from: dayParam,
  to: dayParam,
  sort: defaulted(oneOf(SORTS), `one of ${SORTS.join(', ')}`, '-sequence'),
}
export type AuditFilters = ParamValues<typeof auditFilters>

/** Reads an event number: 1, 2, 3 … */
export function readSequence(text: string): number | null {
  return /^[1-9]\d{0,14}$/.test(text) ? Number(text) : null
}
