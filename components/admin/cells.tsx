'use client'

import { UnknownCell } from '#components/table/cells.tsx'
import { Age } from '#components/ui/age.tsx'
import { StatusBadge } from '#components/ui/status-badge.tsx'
import { ROLE_LABELS, type State, scopeText } from '#lib/admin/words.ts'
import type { Role } from '#lib/people/roles.ts'

/** A status badge with its meaning on hover. */
export function StateBadge({ state }: { state: State }) {
  return <StatusBadge tone={state.tone} label={state.label} title={state.meaning} />
}

type Granted = { role: Role; fundingSources: readonly string[] }

/** A person's access: everything, or the funding sources by name. */
export function ScopeCell({ granted }: { granted: Granted }) {
  const text = scopeText(granted)
  return (
    <span title={text} className="block truncate text-soft">
      {text}
    </span>
  )
}

/** The name of a role. */
export function RoleCell({ role }: { role: Role }) {
  return <span>{ROLE_LABELS[role]}</span>
}

/** Time since an instant; "—" with the reason if there is none. */
export function AgeCell({ instant, never }: { instant: string | null; never: string }) {
  return instant === null ? (
    <UnknownCell reason={never} />
  ) : (
    <span className="text-soft">
      <Age instant={instant} />
    </span>
  )
}
