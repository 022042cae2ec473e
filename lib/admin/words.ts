import type { Role } from '#lib/people/roles.ts'
import type { Tone } from '#lib/tones.ts'
import type { AccessRequest, Integration, Invitation, Person } from './schema.ts'

/** What each role may do, for the person who chooses a role. */
export const ROLE_MEANINGS: Record<Role, string> = {
  financier: 'Sees the rows of the funding sources chosen here, and nothing else.',
  operator: 'Sees everything, rows without a funding source too, and looks after the sources.',
  admin: 'Sees everything and decides who may see what.',
}

/** Describes a person's access in one line, e.g. "AGRI-1, AGRI-2" or "Everything". */
export function scopeText({
  role,
  fundingSources,
}: {
  role: Role
  fundingSources: readonly string[]
}): string {
  return role === 'financier' ? fundingSources.join(', ') : 'Everything'
}

/** A status as the lists show it: a label, its tone, and its meaning. */
export type State = { label: string; tone: Tone; meaning: string }

/** Returns the status of an account as the lists show it. */
export function personState(person: Pick<Person, 'disabledAt'>): State {
  return person.disabledAt === null
    ? { label: 'Active', tone: 'ok', meaning: 'Can sign in' }
    : { label: 'Disabled', tone: 'bad', meaning: 'Cannot sign in until someone enables the account' }
}

/** Returns the status of an open invitation; its link expires after a week. */
export function invitationState(invitation: Pick<Invitation, 'isExpired'>): State {
  return invitation.isExpired
    ? { label: 'Link expired', tone: 'wait', meaning: 'The invitation was not accepted within a week' }
    : { label: 'Invited', tone: 'sent', meaning: 'The invitation waits to be accepted' }
}

/** Returns the status of an access request by its decision. */
export function requestState({ decision }: Pick<AccessRequest, 'decision'>): State {
  switch (decision) {
    case null:
      return { label: 'Open', tone: 'wait', meaning: 'Waits for a decision' }
    case 'approved':
      return { label: 'Approved', tone: 'ok', meaning: 'An invitation was made' }
    case 'declined':
      return { label: 'Declined', tone: 'draft', meaning: 'The person was told nothing' }
  }
}

/** Returns the status of an integration as the lists show it. */
export function integrationState({ state }: Pick<Integration, 'state'>): State {
  switch (state) {
    case 'active':
      return { label: 'Active', tone: 'ok', meaning: 'Its key is accepted' }
    case 'expired':
      return {
        label: 'Expired',
        tone: 'wait',
        meaning: 'Its key has reached its end; a rotation gives a new one',
      }
    case 'revoked':
      return { label: 'Revoked', tone: 'bad', meaning: 'Ended for good by an admin' }
  }
}

/**
 * Returns the names in `chosen` that no row and no setting has, in the order chosen; none while `known` is
 * not loaded.
 */
export function unknownNames(chosen: readonly string[], known: readonly string[] | undefined): string[] {
  return known === undefined ? [] : chosen.filter((name) => !known.includes(name))
}

/** True if a text contains every word of the search, ignoring case. */
export function matches(text: string, search: string | null): boolean {
  const words = (search ?? '').toLowerCase().split(/\s+/).filter(Boolean)
  return words.every((word) => text.toLowerCase().includes(word))
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
