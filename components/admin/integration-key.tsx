'use client'

import { useFormat } from '#components/ui/reader.tsx'
import type { IntegrationKey } from '#lib/admin/schema.ts'
import { SecretOnce } from './secret-once.tsx'

/** The key of an integration, shown only once, with instructions for its use. */
export function NewKey({ answer }: { answer: IntegrationKey }) {
  const format = useFormat()
  const { integration, key } = answer
  return (
    <SecretOnce label={`Key of ${integration.name}`} value={key}>
      <p>
        Copy it now: it is shown only this once, and Furrow keeps no more than its hash. It works until{' '}
        {format.instant(integration.expiresAt)}.
      </p>
      {integration.previousKeyEndsAt ? (
        <p>The key before it is still accepted until {format.instant(integration.previousKeyEndsAt)}.</p>
      ) : null}
      <p>
        Send it with each request:
        <code className="block break-words">Authorization: Bearer {integration.keyPrefix}…</code>
      </p>
    </SecretOnce>
  )
}
