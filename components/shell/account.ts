import type { Role } from '#lib/people/roles.ts'

/** The signed-in person, as the shell shows them. */
export type Account = {
  name: string
  role: Role
  fundingSources: 'all' | readonly string[]
}
