import { isSource, SOURCE_LABELS } from '#lib/sources.ts'
import type { Tone } from '#lib/tones.ts'
import type { AuditEvent } from './schema.ts'
import type { AuditOutcome } from './vocabulary.ts'

export const OUTCOME_LABELS: Record<AuditOutcome, string> = {
  ok: 'Done',
  denied: 'Denied',
  failed: 'Failed',
  aborted: 'Cut off',
}
export const OUTCOME_TONES: Record<AuditOutcome, Tone> = {
  ok: 'ok',
  denied: 'bad',
  failed: 'bad',
  aborted: 'wait',
}

type Words = { label: string; tell: string | ((event: AuditEvent) => string) }

/**
 * The label of each action, and the words that follow the actor's name in a sentence; `{name}` stands for the
 * name of the subject.
 */
const ACTIONS: Record<string, Words> = {
  sign_in: { label: 'Sign-in', tell: 'signed in' },
  'sign_in.refused': { label: 'Refused sign-in', tell: 'was refused at sign-in' },
  sign_out: { label: 'Sign-out', tell: 'signed out' },
  'session.revoke': {
    label: 'Session ended',
    tell: (event) =>
      event.subject === `person:${event.actor.id}`
        ? 'ended a session of their own'
        : `ended a session of ${nameOf(event)}`,
  },
  'person.invite': { label: 'Invitation', tell: 'invited {name}' },
  'person.change_role': {
    label: 'Role changed',
    tell: (event) => `changed the role of ${nameOf(event)}${text(event, 'role', ' to ')}`,
  },
  'person.change_funding_sources': {
    label: 'Funding sources changed',
    tell: 'changed the funding sources of {name}',
  },
  'person.change_password': { label: 'Password changed', tell: 'changed their own password' },
  'person.reset_password': { label: 'Password reset', tell: 'chose a new password by a link' },
  'password_link.make': { label: 'Password link', tell: tellPasswordLink },
  'person.disable': { label: 'Person disabled', tell: 'disabled {name}' },
  'person.enable': { label: 'Person enabled', tell: 'enabled {name} again' },
  'access_request.submit': { label: 'Access requested', tell: 'asked for access' },
  'access_request.approve': { label: 'Access approved', tell: 'approved the access request of {name}' },
  'access_request.decline': { label: 'Access declined', tell: 'declined the access request of {name}' },
  'access_request.reopen': {
    label: 'Access request reopened',
    tell: 'reopened the access request of {name}',
  },
  'invitation.accept': { label: 'Invitation accepted', tell: 'accepted an invitation' },
  'invitation.renew': { label: 'Invitation renewed', tell: 'made a new invitation link for {name}' },
  'invitation.revoke': { label: 'Invitation revoked', tell: 'revoked the invitation of {name}' },
  'integration.create': { label: 'Integration made', tell: 'made the integration {name}' },
  'integration.rotate': { label: 'Key replaced', tell: 'replaced the key of the integration {name}' },
  'integration.revoke': { label: 'Integration revoked', tell: 'revoked the integration {name}' },
  'invoice_pdf.download': { label: 'Invoice PDF', tell: tellPdf },
  'invoice_pdf.pack': { label: 'Pack of invoice PDFs', tell: tellPack },
  'billing_periods.export': {
    label: 'Export of billing periods',
    tell: (event) => tellExport(event, 'billing periods'),
  },
  'invoices.export': { label: 'Export of invoices', tell: (event) => tellExport(event, 'invoices') },
  'audit.export': { label: 'Export of this log', tell: (event) => tellExport(event, 'this log') },
  'audit.verify': {
    label: 'Check of this log',
    tell: (event) =>
      event.outcome === 'ok' ? 'checked this log: every event holds' : 'checked this log and found a fault',
  },
  'audit.secret_changed': {
    label: 'Secret changed',
    tell: 'noticed that this log was sealed with another secret up to here',
  },
  'audit.cut_back': {
    label: 'Log cut back',
    tell: (event) =>
      `noticed that this log was cut back${text(event, 'expected', ' from ')}${text(event, 'found', ' to ')} events`,
  },
  'upstream.read': { label: 'Read through the proxy', tell: tellProxy },
  'source.refresh': { label: 'Refresh', tell: 'asked for {name} to be read now' },
  'source.pause': { label: 'Source paused', tell: 'paused {name}' },
  'source.resume': { label: 'Source resumed', tell: 'resumed {name}' },
  'source.adopt_origin': {
    label: 'Address adopted',
    tell: (event) => `adopted the new address of ${nameOf(event)}${byCommand(event)}`,
  },
  'disappearance.confirm': {
    label: 'Disappearance confirmed',
    tell: (event) =>
      `confirmed that${text(event, 'rows', ' ')} rows of ${nameOf(event)} are gone${byCommand(event)}`,
  },
  'disappearance.withdraw': {
    label: 'Confirmation withdrawn',
    tell: (event) => `withdrew that${text(event, 'rows', ' ')} rows of ${nameOf(event)} are gone`,
  },
  'access.denied': { label: 'Access denied', tell: tellDenial },
}

/** Returns the label of an action, or the action's own name if Furrow has no label for it. */
export function actionLabel(action: string): string {
  return Object.hasOwn(ACTIONS, action) ? (ACTIONS[action]?.label ?? action) : action
}

/** Names for actors other than persons and integrations. */
export const UNNAMED: Readonly<Record<string, string>> = { system: 'Furrow', anonymous: 'A visitor' }

/** Returns the actor's name as the log shows it. */
export function actorName({ actor }: Pick<AuditEvent, 'actor'>): string {
  if (actor.name) return actor.name
  return UNNAMED[actor.kind] ?? actor.id ?? 'Somebody'
}

/** Describes an event in one sentence, e.g. "Ada Obi downloaded the PDF of invoice HT-1234". */
export function describeEvent(event: AuditEvent): string {
  const words = Object.hasOwn(ACTIONS, event.action) ? ACTIONS[event.action] : undefined
  if (words) return `${actorName(event)} ${tell(words, event)}`
  return `${actorName(event)}: ${event.action}${event.subject ? ` (${event.subject})` : ''}`
}

function tell({ tell: told }: Words, event: AuditEvent): string {
  return typeof told === 'string' ? told.replace('{name}', () => nameOf(event)) : told(event)
}

function tellPasswordLink(event: AuditEvent): string {
  const whose = `a link for a new password of ${nameOf(event)}`
  if (event.details.way === 'asked') return `was mailed ${whose}, having asked for it at sign-in`
  return event.details.way === 'command' ? `printed ${whose}${byCommand(event)}` : `made ${whose}`
}

function byCommand(event: AuditEvent): string {
  return event.details.way === 'command' ? ', by a command on the server' : ''
}

function tellPdf(event: AuditEvent): string {
  const what = `the PDF of invoice ${text(event, 'number') || nameOf(event)}`
  const isInline = event.details.disposition === 'inline'
  if (event.outcome === 'ok') return `${isInline ? 'opened' : 'downloaded'} ${what}`
  return `${tellEnd(event)} ${what}${text(event, 'bytes', ' after ', ' bytes')}`
}

function tellPack(event: AuditEvent): string {
  const files = `PDFs of ${nameOf(event)}`
  if (event.outcome !== 'ok')
    return `${tellEnd(event)} a pack of ${files}${text(event, 'bytes', ' after ', ' bytes')}`
  const invoices = text(event, 'invoices')
  return event.details.step === 'end'
    ? `received a pack of ${text(event, 'files', '', ` of ${invoices} `)}${files}`
    : `asked for a pack of ${invoices} ${files}`
}

function tellExport(event: AuditEvent, what: string): string {
  if (event.outcome !== 'ok')
    return `${tellEnd(event)} an export of ${what}${text(event, 'rows', ' after ', ' rows')}`
  if (event.details.step === 'end')
    return `received the export of ${what}${text(event, 'rows', ': ', ' rows')}`
  return `exported ${what}`
}

function tellEnd({ outcome }: AuditEvent): string {
  return outcome === 'aborted' ? 'broke off' : 'did not receive all of'
}

function tellProxy(event: AuditEvent): string {
  const [, source = '', path = ''] = /^upstream:([^/]+)\/(.*)$/.exec(event.subject ?? '') ?? []
  const what = `${path} of ${isSource(source) ? SOURCE_LABELS[source] : source}`
  return event.outcome === 'ok'
    ? `read ${what}`
    : `${tellEnd(event)} ${what}${text(event, 'bytes', ' after ', ' bytes')}`
}

function tellDenial(event: AuditEvent): string {
  const route = event.subject?.replace(/^route:/, '') ?? 'something'
  const count = event.details.count
  const times = typeof count === 'number' && count > 1 ? ` ${count} more times` : ''
  const isUnknown = event.details.reason === 'not_found'
  return `was ${isUnknown ? 'told there is no such thing' : 'refused'} at ${route}${times}`
}

/** A detail with text around it; empty if the event lacks the detail. */
function text({ details }: AuditEvent, name: string, before = '', after = ''): string {
  const value = details[name]
  return typeof value === 'string' || typeof value === 'number' ? `${before}${value}${after}` : ''
}

/** The subject's name: from the details, the label of a source, or the id in the subject. */
function nameOf(event: AuditEvent): string {
  const named = text(event, 'name') || text(event, 'email')
  if (named) return named
  const subject = event.subject ?? ''
  const id = subject.slice(subject.indexOf(':') + 1)
  return isSource(id) ? SOURCE_LABELS[id] : id || 'somebody'
}
