import type { Invitation, People, Person } from '#lib/admin/schema.ts'
import { invitationState, personState, type State } from '#lib/admin/words.ts'
import type { Role } from '#lib/people/roles.ts'
import type { Words } from '#lib/words/words.ts'

/** A person with an account, or an invited person. */
export type PersonRow = {
  id: string
  name: string
  email: string
  role: Role
  fundingSources: readonly string[]
  state: State
  lastUsedAt: string | null
  createdAt: string
  person: Person | null
  invitation: Invitation | null
}

/** Merges people and invitations into one list; undefined while loading. */
export function peopleRows(people: People | undefined, t: Words<'admin'>): PersonRow[] | undefined {
  if (!people) return undefined
  return [
    ...people.people.map((person) => ({
      ...person,
      state: personState(person, t),
      person,
      invitation: null,
    })),
    ...people.invitations.map((invitation) => ({
      ...invitation,
      state: invitationState(invitation, t),
      lastUsedAt: null,
      person: null,
      invitation,
    })),
  ]
}
