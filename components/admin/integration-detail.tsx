import type { FormEvent } from 'react'
import { DetailHeading, DetailSection } from '#components/detail/detail-parts.tsx'
import { Field as DetailField, FieldList } from '#components/detail/field-list.tsx'
import { Button } from '#components/ui/button.tsx'
import { ConfirmButton } from '#components/ui/confirm-button.tsx'
import { Field } from '#components/ui/field.tsx'
import { useFormat } from '#components/ui/reader.tsx'
import { useWords } from '#components/ui/words.tsx'
import { adminApi } from '#lib/admin/paths.ts'
import type { Integration, IntegrationKey } from '#lib/admin/schema.ts'
import { integrationState, scopeText } from '#lib/admin/words.ts'
import { formValues } from '#lib/form-values.ts'
import { ActNote } from './act-note.tsx'
import { AgeCell, StateBadge } from './cells.tsx'
import { NewKey } from './secret-once.tsx'
import { useAdminAct } from './use-admin-act.ts'

/** One integration: its access, its key, and the actions that renew or revoke it. */
export function IntegrationDetail({ integration }: { integration: Integration }) {
  const t = useWords('admin')
  const rotation = useAdminAct<IntegrationKey>()
  const revocation = useAdminAct<{ integration: Integration }>()
  const isPending = rotation.isPending || revocation.isPending
  const { id, name, version } = integration
  return (
    <>
      <DetailHeading title={name}>
        <StateBadge state={integrationState(integration, t)} />
      </DetailHeading>
      <IntegrationFields integration={integration} />
      <ActNote
        error={rotation.error ?? revocation.error}
        done={revocation.data ? t('revoke.done', { name }) : null}
      />
      {rotation.data ? <NewKey answer={rotation.data} /> : null}
      {integration.state === 'revoked' ? null : (
        <>
          <DetailSection title={t('key.title')}>
            <RotationForm
              isPending={isPending}
              onRotate={(days) => rotation.mutate({ path: adminApi.rotate(id), body: { version, ...days } })}
            />
          </DetailSection>
          <DetailSection title={t('revoke.title')}>
            <ConfirmButton
              label={t('revoke.label')}
              confirmLabel={t('revoke.confirm', { name })}
              isPending={isPending}
              onConfirm={() => revocation.mutate({ path: adminApi.revoke(id), body: { version } })}
            >
              {t('revoke.text', { name })}
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
  const t = useWords('admin')
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const { grace, days } = formValues(event.currentTarget)
    onRotate({ graceDays: Number(grace), expiresInDays: Number(days) })
  }
  return (
    <form onSubmit={submit}>
      <div className="grid grid-cols-2 items-end gap-3">
        <Field label={t('key.grace')} name="grace" type="number" min={0} max={7} defaultValue={1} />
        <Field label={t('key.days')} name="days" type="number" min={1} max={365} defaultValue={90} />
      </div>
      <Button type="submit" size="sm" className="mt-3" disabled={isPending}>
        {t('key.rotate')}
      </Button>
      <p className="mt-2 text-pretty text-faint text-sm">{t('key.effect')}</p>
    </form>
  )
}

function IntegrationFields({ integration }: { integration: Integration }) {
  const t = useWords('admin')
  const tAccess = useWords('access')
  const format = useFormat()
  const { previousKeyEndsAt, revokedAt } = integration
  return (
    <FieldList>
      <DetailField label={t('field.role')}>{tAccess(`role.${integration.role}`)}</DetailField>
      <DetailField label={t('field.scope')}>{scopeText(integration, t, format)}</DetailField>
      <DetailField label={t('field.key-begins')}>
        <code className="text-sm">{integration.keyPrefix}</code>
      </DetailField>
      <DetailField label={integration.state === 'expired' ? t('field.key-ended') : t('field.key-ends')}>
        {format.instant(integration.expiresAt)}
      </DetailField>
      {previousKeyEndsAt && !revokedAt ? (
        <DetailField label={t('field.former-key')}>{format.instant(previousKeyEndsAt)}</DetailField>
      ) : null}
      {revokedAt ? <DetailField label={t('field.revoked')}>{format.instant(revokedAt)}</DetailField> : null}
      <DetailField label={t('field.last-use')}>
        <AgeCell instant={integration.lastUsedAt} never={t('missing.use')} />
      </DetailField>
      <DetailField label={t('field.created')}>
        {t('by', { time: format.instant(integration.createdAt), name: integration.createdBy })}
      </DetailField>
    </FieldList>
  )
}
