import type { Role } from '#lib/people/roles.ts'

/** The signed-in person, as the shell shows them. */
export type Account = {
  name: string
  role: Role
  fundingSources: 'all' | readonly string[]
}

export const ROLE_LABELS: Record<Role, string> = {
  financier: 'Financier',
  operator: 'Operator',
  admin: 'Admin',
}
