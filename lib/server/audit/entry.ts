import 'server-only'
import type { AUDIT_OUTCOMES } from '#lib/audit/vocabulary.ts'
import type { Viewer } from '#lib/server/viewer.ts'
import { type AuditRecord, epochText } from './seal.ts'

export type AuditActor = Viewer | 'system' | 'anonymous' | { kind: 'person'; id: string; name: string }
export type AuditDetails = Record<string, string | number | boolean | null | readonly string[]>

/**
 * An event as the code that caused it reports it. Details must hold no secret and no personal field of a
 * source.
 */
export type AuditEntry = {
  actor: AuditActor
  /** A dotted name such as `invoice_pdf.download`. */
  action: string
  outcome: (typeof AUDIT_OUTCOMES)[number]
  subject?: string
  details?: AuditDetails
  requestId?: string
}

const MAX_NAME = 200
const MAX_SUBJECT = 300
const MAX_DETAILS = 24
const MAX_LIST = 20
/** Holds a note of 2,000 characters, each of which can take two units. */
const MAX_DETAILS_LENGTH = 6_000

/**
 * Converts an entry to the form that is sealed: well-formed text without control characters, cut to the
 * limits.
 */
export function toRecord(entry: AuditEntry, at: Date): Omit<AuditRecord, 'sequence'> {
  const { actor } = entry
  const isNamed = typeof actor === 'object'
  return {
    at: epochText(at),
    actorKind: isNamed ? actor.kind : actor,
    actorId: isNamed ? clean(actor.id, MAX_NAME) : null,
    actorName: isNamed ? clean(actor.name, MAX_NAME) : null,
    action: clean(entry.action, 64),
    outcome: entry.outcome,
    subject: entry.subject === undefined ? null : clean(entry.subject, MAX_SUBJECT),
    details: detailsText(entry.details ?? {}),
    requestId: entry.requestId === undefined ? null : clean(entry.requestId, MAX_NAME),
  }
}

function detailsText(details: AuditDetails): string {
  const kept: [string, AuditDetails[string]][] = []
  let length = 0
  const given = Object.entries(details)
  for (const [name, value] of given.slice(0, MAX_DETAILS)) {
    const detail: [string, AuditDetails[string]] = [clean(name, 64), cleanValue(value)]
    length += JSON.stringify(detail).length
    if (length > MAX_DETAILS_LENGTH) break
    kept.push(detail)
  }
  if (kept.length < given.length) kept.push(['isCut', true])
  return JSON.stringify(Object.fromEntries(kept))
}

function cleanValue(value: AuditDetails[string]): AuditDetails[string] {
  if (typeof value === 'string') return clean(value, MAX_NAME)
  if (typeof value === 'number') return Number.isFinite(value) ? value : null
  if (typeof value === 'boolean' || value === null) return value
  const texts = value.map((text) => clean(text, MAX_NAME))
  if (texts.length <= MAX_LIST) return texts
  const kept = texts.slice(0, MAX_LIST - 1)
  return [...kept, `… and ${texts.length - kept.length} more`]
}

/**
 * Replaces control characters, because PostgreSQL text cannot hold NUL and readers need none of the others.
 */
function clean(text: string, length: number): string {
  const safe = text.toWellFormed().replace(/\p{Cc}/gu, ' ')
  const points = [...safe]
  return points.length <= length ? safe : `${points.slice(0, length - 1).join('')}…`
}
