import { isSource } from '#lib/sources.ts'
import type { Tone } from '#lib/tones.ts'
import type { Words } from '#lib/words/words.ts'
import type { AuditEvent } from './schema.ts'
import { AUDIT_OUTCOMES, type AuditOutcome } from './vocabulary.ts'

export const OUTCOME_TONES: Record<AuditOutcome, Tone> = {
  ok: 'ok',
  denied: 'bad',
  failed: 'bad',
  aborted: 'wait',
}

/** Actions that are told by the actor's name and the subject's name alone. */
const PLAIN_ACTIONS = [
  ...(['sign_in', 'sign_in.refused', 'sign_out', 'person.invite', 'person.change_funding_sources'] as const),
  ...(['person.change_password', 'person.reset_password', 'person.disable', 'person.enable'] as const),
  ...(['access_request.submit', 'access_request.approve', 'access_request.decline'] as const),
  ...(['access_request.reopen', 'invitation.accept', 'invitation.renew', 'invitation.revoke'] as const),
  ...(['integration.create', 'integration.rotate', 'integration.revoke', 'audit.secret_changed'] as const),
  ...(['source.refresh', 'source.pause', 'source.resume', 'note.remove'] as const),
] as const
const TOLD_ACTIONS = [
  ...(['session.revoke', 'person.change_role', 'password_link.make', 'invoice_pdf.download'] as const),
  ...(['invoice_pdf.pack', 'billing_periods.export', 'contracts.export'] as const),
  ...(['invoices.export', 'audit.export'] as const),
  ...(['audit.verify', 'audit.cut_back', 'upstream.read', 'source.adopt_origin'] as const),
  ...(['disappearance.confirm', 'disappearance.withdraw', 'access.denied'] as const),
  ...(['target.set', 'target.remove', 'season.set', 'season.remove', 'note.write'] as const),
] as const
type PlainAction = (typeof PLAIN_ACTIONS)[number]
type ToldAction = (typeof TOLD_ACTIONS)[number]

type Told = { actor: string; name: string }
/** Marks a value of the sentence that is no word of Furrow's: a name, an address, an id. */
type Mark = (value: string) => string
type Teller = (event: AuditEvent, t: Words<'audit'>, told: Told, tNames: Words<'names'>, mark: Mark) => string

/** Tells the actions whose sentence depends on more than the two names. */
const TELLERS: Record<ToldAction, Teller> = {
  'session.revoke': (event, t, told) =>
    event.subject === `person:${event.actor.id}`
      ? t('told.session.revoke-own', told)
      : t('told.session.revoke', told),
  'person.change_role': (event, t, told, _, mark) => {
    const role = text(event, 'role')
    return role === null
      ? t('told.person.change_role', told)
      : t('told.person.change_role-to', { ...told, role: mark(role) })
  },
  'password_link.make': (event, t, told) => {
    if (event.details.way === 'asked') return t('told.password_link.asked', told)
    return isCommand(event) ? t('told.password_link.command', told) : t('told.password_link.make', told)
  },
  'invoice_pdf.download': (event, t, told, _, mark) => {
    const number = text(event, 'number')
    const named = number === null ? told : { ...told, name: mark(number) }
    if (event.outcome !== 'ok')
      return t(`told.pdf.${endOf(event)}`, { ...named, bytes: count(event, 'bytes') })
    return event.details.disposition === 'inline'
      ? t('told.pdf.opened', named)
      : t('told.pdf.downloaded', named)
  },
  'invoice_pdf.pack': (event, t, told) => {
    if (event.outcome !== 'ok')
      return t(`told.pack.${endOf(event)}`, { ...told, bytes: count(event, 'bytes') })
    const invoices = count(event, 'invoices')
    return event.details.step === 'end'
      ? t('told.pack.end', { ...told, invoices, files: count(event, 'files') })
      : t('told.pack.start', { ...told, invoices })
  },
  'billing_periods.export': tellExport,
  'contracts.export': tellExport,
  'invoices.export': tellExport,
  'audit.export': tellExport,
  'audit.verify': (event, t, told) =>
    event.outcome === 'ok' ? t('told.audit.verified', told) : t('told.audit.faulty', told),
  'audit.cut_back': (event, t, told) =>
    t('told.audit.cut_back', { ...told, expected: count(event, 'expected'), found: count(event, 'found') }),
  'upstream.read': (event, t, { actor }, tNames, mark) => {
    const [, source = '', path = ''] = /^upstream:([^/]+)\/(.*)$/.exec(event.subject ?? '') ?? []
    const told = {
      actor,
      path: mark(path),
      name: mark(isSource(source) ? tNames(`source.${source}`) : source),
    }
    if (event.outcome === 'ok') return t('told.upstream.ok', told)
    return t(`told.upstream.${endOf(event)}`, { ...told, bytes: count(event, 'bytes') })
  },
  'source.adopt_origin': (event, t, told) => t('told.source.adopt_origin', { ...told, way: wayOf(event) }),
  'disappearance.confirm': (event, t, told) =>
    t('told.disappearance.confirm', { ...told, rows: count(event, 'rows'), way: wayOf(event) }),
  'disappearance.withdraw': (event, t, told) =>
    t('told.disappearance.withdraw', { ...told, rows: count(event, 'rows') }),
  'target.set': (event, t, told, _, mark) => {
    const named = { ...told, ...targetOf(event, mark) }
    return text(event, 'formerPercent') === null
      ? t('told.target.set', named)
      : t('told.target.change', named)
  },
  'target.remove': (event, t, told, _, mark) =>
    t('told.target.remove', { ...told, ...targetOf(event, mark) }),
  'season.set': (event, t, told, _, mark) => {
    const named = { ...told, ...seasonOf(event, mark) }
    return text(event, 'formerSeason') === null ? t('told.season.set', named) : t('told.season.change', named)
  },
  'season.remove': (event, t, told, _, mark) =>
    t('told.season.remove', { ...told, ...seasonOf(event, mark) }),
  'note.write': (event, t, told, _, mark) => {
    const owner = text(event, 'owner')
    return t('told.note.write', {
      ...told,
      change: text(event, 'change') ?? 'several',
      hasOwner: owner === null ? 'no' : 'yes',
      owner: mark(owner ?? '—'),
      former: mark(text(event, 'formerOwner') ?? '—'),
    })
  },
  'access.denied': (event, t, { actor }, _, mark) => {
    const route = event.subject?.replace(/^route:/, '') ?? '—'
    const told = { actor, route: mark(route), times: Math.max(1, count(event, 'count')) }
    return event.details.reason === 'not_found'
      ? t('told.denied.not_found', told)
      : t('told.denied.refused', told)
  },
}

function targetOf(event: AuditEvent, mark: Mark) {
  const named = (name: string) => mark(text(event, name) ?? '—')
  return { currency: named('currency'), percent: named('percent'), former: named('formerPercent') }
}

function seasonOf(event: AuditEvent, mark: Mark) {
  const named = (name: string) => mark(text(event, name) ?? '—')
  return {
    season: named('season'),
    former: named('formerSeason'),
    first: named('firstMonth'),
    last: named('lastMonth'),
  }
}

function tellExport(event: AuditEvent, t: Words<'audit'>, { actor }: { actor: string }): string {
  const told = { actor, list: event.action.replace('.export', ''), rows: count(event, 'rows') }
  if (event.outcome !== 'ok') return t(`told.export.${endOf(event)}`, told)
  return event.details.step === 'end' ? t('told.export.end', told) : t('told.export.start', told)
}

/** Returns the name of every outcome. */
export function outcomeLabels(t: Words<'audit'>): Record<AuditOutcome, string> {
  return Object.fromEntries(AUDIT_OUTCOMES.map((outcome) => [outcome, t(`outcome.${outcome}`)])) as Record<
    AuditOutcome,
    string
  >
}

/** Returns the label of an action, or the action's own name if Furrow has no label for it. */
export function actionLabel(action: string, t: Words<'audit'>): string {
  const known = [...PLAIN_ACTIONS, ...TOLD_ACTIONS].find((one) => one === action)
  return known === undefined ? action : t(`label.${known}`)
}

/** Returns the label of every action, by its name. No name outside the list has a label. */
export function actionLabels(t: Words<'audit'>): Readonly<Record<string, string>> {
  return labels([...PLAIN_ACTIONS, ...TOLD_ACTIONS].map((action) => [action, t(`label.${action}`)]))
}

/** Returns the names of actors other than persons and integrations, by their kind. */
export function unnamedActors(t: Words<'audit'>): Readonly<Record<string, string>> {
  return labels([
    ['system', t('actor.system')],
    ['anonymous', t('actor.anonymous')],
  ])
}

/** Has no prototype: a filter looks up what a reader typed, such as `constructor`. */
function labels(entries: readonly (readonly [string, string])[]): Readonly<Record<string, string>> {
  return Object.assign(Object.create(null), Object.fromEntries(entries))
}

/** Returns the actor's name as the log shows it. */
export function actorName({ actor }: Pick<AuditEvent, 'actor'>, t: Words<'audit'>): string {
  if (actor.name) return actor.name
  return unnamedActors(t)[actor.kind] ?? actor.id ?? t('actor.unnamed')
}

/** A sentence in parts: words as they are, and values, which keep a direction of their own. */
export type Sentence = readonly (string | { value: string })[]

/** Describes an event in one sentence, e.g. "Ada Obi downloaded the PDF of invoice HT-1234". */
export function describeEvent(event: AuditEvent, t: Words<'audit'>, tNames: Words<'names'>): Sentence {
  const values: string[] = []
  // The texts hold no letters of private use, and a value cannot bring any in: it is put in after the split.
  const mark = (value: string) => String.fromCodePoint(FIRST_MARK + values.push(value) - 1)
  const sentence = tell(event, t, tNames, mark)
  return sentence
    .split(MARKS)
    .filter((part) => part !== '')
    .map((part) => {
      const value = MARKS.test(part) ? values[(part.codePointAt(0) ?? 0) - FIRST_MARK] : undefined
      return value === undefined ? part : { value }
    })
}

const FIRST_MARK = 0xe000
const MARKS = /([\ue000-\ue00f])/

function tell(event: AuditEvent, t: Words<'audit'>, tNames: Words<'names'>, mark: Mark): string {
  const { action, subject } = event
  const told = { actor: mark(actorName(event, t)), name: mark(nameOf(event, t, tNames)) }
  const plain = PLAIN_ACTIONS.find((one): one is PlainAction => one === action)
  if (plain !== undefined) return t(`told.${plain}`, told)
  const other = TOLD_ACTIONS.find((one): one is ToldAction => one === action)
  if (other !== undefined) return TELLERS[other](event, t, told, tNames, mark)
  const unknown = { ...told, action: mark(action) }
  return subject ? t('told.other-on', { ...unknown, subject: mark(subject) }) : t('told.other', unknown)
}

function endOf({ outcome }: AuditEvent): 'aborted' | 'failed' {
  return outcome === 'aborted' ? 'aborted' : 'failed'
}

function isCommand(event: AuditEvent): boolean {
  return event.details.way === 'command'
}

function wayOf(event: AuditEvent): 'command' | 'screen' {
  return isCommand(event) ? 'command' : 'screen'
}

/** A detail as text; null if the event lacks it. */
function text({ details }: AuditEvent, name: string): string | null {
  const value = details[name]
  return (typeof value === 'string' && value !== '') || typeof value === 'number' ? String(value) : null
}

/** A detail as a number; 0 if the event lacks it. */
function count({ details }: AuditEvent, name: string): number {
  const value = details[name]
  return typeof value === 'number' ? value : 0
}

/** The subject's name: from the details, the label of a source, or the id in the subject. */
function nameOf(event: AuditEvent, t: Words<'audit'>, tNames: Words<'names'>): string {
  const named = text(event, 'name') ?? text(event, 'email')
  if (named !== null) return named
  const subject = event.subject ?? ''
  const id = subject.slice(subject.indexOf(':') + 1)
  return isSource(id) ? tNames(`source.${id}`) : id || t('actor.unnamed')
}
