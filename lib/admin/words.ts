import type { Role } from '#lib/people/roles.ts'
import type { Tone } from '#lib/tones.ts'
import type { AccessRequest, Integration, Invitation, Person } from './schema.ts'

export const ROLE_LABELS: Record<Role, string> = {
  financier: 'Financier',
  operator: 'Operator',
  admin: 'Admin',
}

/** What each role may do, for who chooses one. */
export const ROLE_MEANINGS: Record<Role, string> = {
  financier: 'Sees the rows of the funding sources chosen here, and nothing else.',
  operator: 'Sees everything, rows without a funding source too, and looks after the sources.',
  admin: 'Sees everything and decides who may see what.',
}

/** What somebody sees, in one line, e.g. "AGRI-1, AGRI-2" or "Everything". */
export function scopeText({
  role,
  fundingSources,
}: {
  role: Role
  fundingSources: readonly string[]
}): string {
  return role === 'financier' ? fundingSources.join(', ') : 'Everything'
}

/** A state as the lists show it: a word, its tone, and what it means. */
export type State = { label: string; tone: Tone; meaning: string }

export function personState(person: Pick<Person, 'disabledAt'>): State {
  return person.disabledAt === null
    ? { label: 'Active', tone: 'ok', meaning: 'Can sign in' }
    : { label: 'Disabled', tone: 'bad', meaning: 'Cannot sign in until someone enables the account' }
}

export function invitationState(invitation: Pick<Invitation, 'isExpired'>): State {
  return invitation.isExpired
    ? { label: 'Link expired', tone: 'wait', meaning: 'The invitation was not accepted within a week' }
    : { label: 'Invited', tone: 'sent', meaning: 'The invitation waits to be accepted' }
}

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

/** The names among `chosen` that no row and no setting has, in the order chosen; none while it is not known which there are. */
export function unknownNames(chosen: readonly string[], known: readonly string[] | undefined): string[] {
  return known === undefined ? [] : chosen.filter((name) => !known.includes(name))
}

/** True where a text holds every word of what is searched for, upper and lower case alike. */
export function matches(text: string, search: string | null): boolean {
  const words = (search ?? '').toLowerCase().split(/\s+/).filter(Boolean)
  return words.every((word) => text.toLowerCase().includes(word))
}

/** Rows in the order of one field, e.g. `-name`; those without a value come last either way. */
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
