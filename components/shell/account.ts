import type { Role } from '#lib/people/roles.ts'

/** Who is signed in, as the shell shows it. */
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
