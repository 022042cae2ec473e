'use client'

import { DetailSection, Field, FieldList } from '#components/detail/detail-parts.tsx'
import { Asking } from '#components/ui/asking.tsx'
import { useFormat } from '#components/ui/reader.tsx'
import { adminApi } from '#lib/admin/paths.ts'
import type { Integration, IntegrationKey } from '#lib/admin/schema.ts'
import { integrationState, ROLE_LABELS, scopeText } from '#lib/admin/words.ts'
import { ActNote } from './act-note.tsx'
import { AgeCell, StateBadge } from './cells.tsx'
import { NewKey } from './integration-key.tsx'
import { RotationForm } from './rotation-form.tsx'
import { useAdminAct } from './use-admin-act.ts'

/** One integration: its access, its key, and the actions that renew or revoke it. */
export function IntegrationDetail({ integration }: { integration: Integration }) {
  const rotation = useAdminAct<IntegrationKey>()
  const revocation = useAdminAct<{ integration: Integration }>()
  const isPending = rotation.isPending || revocation.isPending
  const { id, name, version } = integration
  return (
    <>
      <h2 className="page-title break-words">{name}</h2>
      <p className="mt-1">
        <StateBadge state={integrationState(integration)} />
      </p>
      <IntegrationFields integration={integration} />
      <ActNote
        error={rotation.error ?? revocation.error}
        done={
          revocation.data ? `${name} is revoked: its next request is refused. This cannot be undone.` : null
        }
      />
      {rotation.data ? <NewKey answer={rotation.data} /> : null}
      {integration.state === 'revoked' ? null : (
        <>
          <DetailSection title="New key">
            <RotationForm
              isPending={isPending}
              onRotate={(days) => rotation.mutate({ path: adminApi.rotate(id), body: { version, ...days } })}
            />
          </DetailSection>
          <DetailSection title="End">
            <Asking
              label="Revoke integration…"
              confirmLabel={`Revoke ${name}`}
              isPending={isPending}
              onConfirm={() => revocation.mutate({ path: adminApi.revoke(id), body: { version } })}
            >
              Every key of {name} stops working with its next request. This cannot be undone: the program
              needs a new integration.
            </Asking>
          </DetailSection>
        </>
      )}
    </>
  )
}

function IntegrationFields({ integration }: { integration: Integration }) {
  const format = useFormat()
  const { previousKeyEndsAt, revokedAt } = integration
  return (
    <FieldList>
      <Field label="Role">{ROLE_LABELS[integration.role]}</Field>
      <Field label="Sees">{scopeText(integration)}</Field>
      <Field label="Key begins with">
        <code className="text-sm">{integration.keyPrefix}</code>
      </Field>
      <Field label={integration.state === 'expired' ? 'Key ended' : 'Key ends'}>
        {format.instant(integration.expiresAt)}
      </Field>
      {previousKeyEndsAt && !revokedAt ? (
        <Field label="Former key until">{format.instant(previousKeyEndsAt)}</Field>
      ) : null}
      {revokedAt ? <Field label="Revoked">{format.instant(revokedAt)}</Field> : null}
      <Field label="Last use">
        <AgeCell instant={integration.lastUsedAt} never="Never used" />
      </Field>
      <Field label="Created">
        {format.instant(integration.createdAt)} by {integration.createdBy}
      </Field>
    </FieldList>
  )
}
