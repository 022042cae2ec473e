import { TextCell, UnknownCell } from '#components/table/cells.tsx'
import type { AppColumn } from '#components/table/column.ts'
import { Age } from '#components/ui/age.tsx'
import { useFormat, useNow } from '#components/ui/reader.tsx'
import { StatusBadge } from '#components/ui/status-badge.tsx'
import type { Integration } from '#lib/admin/schema.ts'
import { type State, scopeText } from '#lib/admin/words.ts'
import { ROLE_LABELS, type Role } from '#lib/people/roles.ts'

/** A status badge with its meaning on hover. */
export function StateBadge({ state }: { state: State }) {
  return <StatusBadge tone={state.tone} label={state.label} title={state.meaning} />
}

type Granted = { role: Role; fundingSources: readonly string[] }

/** Columns of everyone with an access: its role, and the funding sources that it covers. */
export const ACCESS_COLUMNS: readonly AppColumn<Granted>[] = [
  {
    id: 'role',
    meta: { label: 'Role', width: 92, grow: 0, sortField: 'role', card: 'aside', isDefault: true },
    cell: (row) => ROLE_LABELS[row.role],
  },
  {
    id: 'scope',
    meta: { label: 'Sees', width: 112, grow: 2, isDefault: true },
    cell: (row) => <TextCell text={scopeText(row)} unknown="" isSoft />,
  },
]

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

const SOON_MS = 14 * 24 * 60 * 60 * 1000

/** The expiry date of a key, highlighted when an active key expires within 14 days. */
export function EndCell({ integration: { expiresAt, state } }: { integration: Integration }) {
  const format = useFormat()
  const left = Date.parse(expiresAt) - useNow()
  const isSoon = state === 'active' && left < SOON_MS
  return (
    <time
      dateTime={expiresAt}
      title={
        isSoon ? `Soon: ${format.instant(expiresAt)}. A rotation gives a new key` : format.instant(expiresAt)
      }
      className={isSoon ? 'text-wait' : 'text-soft'}
    >
      {format.instantDay(expiresAt)}
    </time>
  )
}
