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

/** What an account may see, in a few words. */
export function describeScope({ fundingSources }: Account): string {
  if (fundingSources === 'all') return 'All funding sources'
  const [only] = fundingSources
  if (fundingSources.length === 1 && only !== undefined) return only
  return fundingSources.length === 0 ? 'No funding source yet' : `${fundingSources.length} funding sources`
}
