import { printTarget } from '#lib/collections/print-target.ts'
import type { Format } from '#lib/format.ts'
import type { Role } from '#lib/people/roles.ts'
import type { Tone } from '#lib/tones.ts'
import type { Words } from '#lib/words/words.ts'
import type { AccessRequest, Integration, Invitation, Person, SourceSettings } from './schema.ts'

/** Describes a person's access in one line, e.g. "AGRI-1, AGRI-2" or "Everything". */
export function scopeText(
  { role, fundingSources }: { role: Role; fundingSources: readonly string[] },
  t: Words<'admin'>,
  { list }: Pick<Format, 'list'>,
): string {
  return role === 'financier' ? list(fundingSources) : t('scope.everything')
}

/** A status as the lists show it: a label, its tone, and its meaning. */
export type State = { label: string; tone: Tone; meaning: string }

/** Returns the status of an account as the lists show it. */
export function personState(person: Pick<Person, 'disabledAt'>, t: Words<'admin'>): State {
  return person.disabledAt === null
    ? { label: t('person.active'), tone: 'ok', meaning: t('person.active-means') }
    : { label: t('person.disabled'), tone: 'bad', meaning: t('person.disabled-means') }
}

/** Returns the status of an open invitation; its link expires after a week. */
export function invitationState(invitation: Pick<Invitation, 'isExpired'>, t: Words<'admin'>): State {
  return invitation.isExpired
    ? { label: t('invitation.expired'), tone: 'wait', meaning: t('invitation.expired-means') }
    : { label: t('invitation.open'), tone: 'sent', meaning: t('invitation.open-means') }
}

const REQUEST_TONES = { open: 'wait', approved: 'ok', declined: 'draft' } as const

/** Returns the status of an access request by its decision. */
export function requestState({ decision }: Pick<AccessRequest, 'decision'>, t: Words<'admin'>): State {
  const state = decision ?? 'open'
  return { label: t(`request.${state}`), tone: REQUEST_TONES[state], meaning: t(`request.${state}-means`) }
}

const INTEGRATION_TONES = { active: 'ok', expired: 'wait', revoked: 'bad' } as const

/** Returns the status of an integration as the lists show it. */
export function integrationState({ state }: Pick<Integration, 'state'>, t: Words<'admin'>): State {
  const [label, meaning] = [t(`integration.${state}`), t(`integration.${state}-means`)]
  return { label, tone: INTEGRATION_TONES[state], meaning }
}

/** Returns whether a funding source is still named anywhere, as the lists show it. */
export function sourceState({ isGone }: Pick<SourceSettings, 'isGone'>, t: Words<'admin'>): State {
  return isGone
    ? { label: t('settings.gone'), tone: 'wait', meaning: t('settings.gone-means') }
    : { label: t('settings.in-use'), tone: 'ok', meaning: t('settings.in-use-means') }
}

/** Lists the targets of a funding source, e.g. "NGN 85%, KES 80.5%"; null without any. */
export function targetsText(
  { targets }: Pick<SourceSettings, 'targets'>,
  t: Words<'admin'>,
  format: Pick<Format, 'list' | 'rules'>,
): string | null {
  const each = targets.map(({ currency, percent }) =>
    t('target.each', { currency, percent: printTarget(percent, format) }),
  )
  return each.length === 0 ? null : format.list(each)
}

/** Lists the seasons of a funding source, e.g. "Long rains, Short rains"; null without any. */
export function seasonsText(
  { seasons }: Pick<SourceSettings, 'seasons'>,
  { list }: Pick<Format, 'list'>,
): string | null {
  return seasons.length === 0 ? null : list(seasons.map(({ name }) => name))
}

/**
 * Returns the names in `chosen` that no row and no setting has, in the order chosen; none while `known` is
 * not loaded.
 */
export function unknownNames(chosen: readonly string[], known: readonly string[] | undefined): string[] {
  return known === undefined ? [] : chosen.filter((name) => !known.includes(name))
}

/**
 * Sorts rows by one field, e.g. `-name` for descending. Rows without a value come last in both directions.
 */
export function sortRows<Row>(
  rows: readonly Row[],
  sort: string,
  readValue: (row: Row, field: string) => string | null,
): Row[] {
  const isDescending = sort.startsWith('-')
  const field = sort.replace(/^-/, '')
  return rows.toSorted((a, b) => {
    const [left, right] = [readValue(a, field), readValue(b, field)]
    if (left === null || right === null) return Number(left === null) - Number(right === null)
    const order = left.localeCompare(right, 'en', { numeric: true })
    return isDescending ? -order : order
  })
}
