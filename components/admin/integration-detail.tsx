import type { FormEvent } from 'react'
import {
  Field as DetailField,
  DetailHeading,
  DetailSection,
  FieldList,
} from '#components/detail/detail-parts.tsx'
import { Button } from '#components/ui/button.tsx'
import { ConfirmButton } from '#components/ui/confirm-button.tsx'
import { Field } from '#components/ui/field.tsx'
import { useFormat } from '#components/ui/reader.tsx'
import { adminApi } from '#lib/admin/paths.ts'
import type { Integration, IntegrationKey } from '#lib/admin/schema.ts'
import { integrationState, scopeText } from '#lib/admin/words.ts'
import { formValues } from '#lib/form-values.ts'
import { ROLE_LABELS } from '#lib/people/roles.ts'
import { ActNote } from './act-note.tsx'
import { AgeCell, StateBadge } from './cells.tsx'
import { NewKey } from './secret-once.tsx'
import { useAdminAct } from './use-admin-act.ts'

/** One integration: its access, its key, and the actions that renew or revoke it. */
export function IntegrationDetail({ integration }: { integration: Integration }) {
  const rotation = useAdminAct<IntegrationKey>()
  const revocation = useAdminAct<{ integration: Integration }>()
  const isPending = rotation.isPending || revocation.isPending
  const { id, name, version } = integration
  return (
    <>
      <DetailHeading title={name}>
        <StateBadge state={integrationState(integration)} />
      </DetailHeading>
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
            <ConfirmButton
              label="Revoke integration…"
              confirmLabel={`Revoke ${name}`}
              isPending={isPending}
              onConfirm={() => revocation.mutate({ path: adminApi.revoke(id), body: { version } })}
            >
              Every key of {name} stops working with its next request. This cannot be undone: the program
              needs a new integration.
            </ConfirmButton>
          </DetailSection>
        </>
      )}
    </>
  )
}

type RotationFormProps = {
  isPending: boolean
  onRotate: (days: { graceDays: number; expiresInDays: number }) => void
}

/** Rotates a key. The form sets how long the old key stays valid and when the new key expires. */
function RotationForm({ isPending, onRotate }: RotationFormProps) {
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const { grace, days } = formValues(event.currentTarget)
    onRotate({ graceDays: Number(grace), expiresInDays: Number(days) })
  }
  return (
    <form onSubmit={submit}>
      <div className="grid grid-cols-2 items-end gap-3">
        <Field label="Old key works, days" name="grace" type="number" min={0} max={7} defaultValue={1} />
        <Field label="New key works, days" name="days" type="number" min={1} max={365} defaultValue={90} />
      </div>
      <Button type="submit" size="sm" className="mt-3" disabled={isPending}>
        Rotate key
      </Button>
      <p className="mt-2 text-pretty text-faint text-sm">
        Shows a new key once. The old one is accepted for 0 to 7 more days, so that the program can change
        over without a gap. This cannot be undone.
      </p>
    </form>
  )
}

function IntegrationFields({ integration }: { integration: Integration }) {
  const format = useFormat()
  const { previousKeyEndsAt, revokedAt } = integration
  return (
    <FieldList>
      <DetailField label="Role">{ROLE_LABELS[integration.role]}</DetailField>
      <DetailField label="Sees">{scopeText(integration)}</DetailField>
      <DetailField label="Key begins with">
        <code className="text-sm">{integration.keyPrefix}</code>
      </DetailField>
      <DetailField label={integration.state === 'expired' ? 'Key ended' : 'Key ends'}>
        {format.instant(integration.expiresAt)}
      </DetailField>
      {previousKeyEndsAt && !revokedAt ? (
        <DetailField label="Former key until">{format.instant(previousKeyEndsAt)}</DetailField>
      ) : null}
      {revokedAt ? <DetailField label="Revoked">{format.instant(revokedAt)}</DetailField> : null}
      <DetailField label="Last use">
        <AgeCell instant={integration.lastUsedAt} never="Never used" />
      </DetailField>
      <DetailField label="Created">
        {format.instant(integration.createdAt)} by {integration.createdBy}
      </DetailField>
    </FieldList>
  )
}
