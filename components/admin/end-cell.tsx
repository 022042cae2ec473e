'use client'

import { useFormat, useNow } from '#components/ui/reader.tsx'
import type { Integration } from '#lib/admin/schema.ts'

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
