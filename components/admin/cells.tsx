import type { ReactNode } from 'react'
import { TextCell, UnknownCell } from '#components/table/cells.tsx'
import type { AppColumn } from '#components/table/column.ts'
import { Age } from '#components/ui/age.tsx'
import { useFormat, useNow } from '#components/ui/reader.tsx'
import { StatusBadge } from '#components/ui/status-badge.tsx'
import { useWords } from '#components/ui/words.tsx'
import type { Integration } from '#lib/admin/schema.ts'
import { type State, scopeText } from '#lib/admin/words.ts'
import type { Format } from '#lib/format.ts'
import type { Role } from '#lib/people/roles.ts'
import type { Words } from '#lib/words/words.ts'

/** A status badge with its meaning on hover. */
export function StateBadge({ state }: { state: State }) {
  return <StatusBadge tone={state.tone} label={state.label} title={state.meaning} />
}

type Granted = { role: Role; fundingSources: readonly string[] }

/** Returns the columns of everyone with an access: its role, and the funding sources that it covers. */
export function accessColumns(
  t: Words<'admin'>,
  tAccess: Words<'access'>,
  format: Format,
): readonly AppColumn<Granted>[] {
  return [
    {
      id: 'role',
      meta: { label: t('field.role'), width: 92, grow: 0, sortField: 'role', card: 'aside', isDefault: true },
      cell: (row) => tAccess(`role.${row.role}`),
    },
    {
      id: 'scope',
      meta: { label: t('field.scope'), width: 112, grow: 2, isDefault: true },
      cell: (row) => <TextCell text={scopeText(row, t, format)} unknown="" isSoft />,
    },
  ]
}

/** Draws the part of a text that narrow screens leave out, except for screen readers. */
export function drawWide(inside: ReactNode) {
  return (
    <span key="wide" className="max-md:sr-only">
      {inside}
    </span>
  )
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

const SOON_MS = 14 * 24 * 60 * 60 * 1000

/** The expiry date of a key, highlighted when an active key expires within 14 days. */
export function EndCell({ integration: { expiresAt, state } }: { integration: Integration }) {
  const t = useWords('admin')
  const format = useFormat()
  const left = Date.parse(expiresAt) - useNow()
  const isSoon = state === 'active' && left < SOON_MS
  return (
    <time
      dateTime={expiresAt}
      title={isSoon ? t('key.soon', { time: format.instant(expiresAt) }) : format.instant(expiresAt)}
      className={isSoon ? 'text-wait' : 'text-soft'}
    >
      {format.instantDay(expiresAt)}
    </time>
  )
}
