import { DetailHeading, DetailSection } from '#components/detail/detail-parts.tsx'
import { Field, FieldList } from '#components/detail/field-list.tsx'
import { Button } from '#components/ui/button.tsx'
import { ConfirmButton } from '#components/ui/confirm-button.tsx'
import { useFormat } from '#components/ui/reader.tsx'
import { useWords } from '#components/ui/words.tsx'
import { adminApi } from '#lib/admin/paths.ts'
import type { Invitation, InvitationAnswer } from '#lib/admin/schema.ts'
import { invitationState, scopeText } from '#lib/admin/words.ts'
import { ActNote } from './act-note.tsx'
import { StateBadge } from './cells.tsx'
import { InvitationLink } from './one-time-link.tsx'
import { useAdminAct } from './use-admin-act.ts'

/** An open invitation: the access it grants, and the actions that renew or revoke it. */
export function InvitationDetail({ invitation }: { invitation: Invitation }) {
  const t = useWords('admin')
  const tAccess = useWords('access')
  const format = useFormat()
  const renewal = useAdminAct<InvitationAnswer>()
  const revocation = useAdminAct<{ revoked: true }>()
  const body = { version: invitation.version }
  return (
    <>
      <DetailHeading title={invitation.name}>
        <StateBadge state={invitationState(invitation, t)} />
      </DetailHeading>
      <FieldList>
        <Field label={t('field.email')}>{invitation.email}</Field>
        <Field label={t('field.role')}>{tAccess(`role.${invitation.role}`)}</Field>
        <Field label={t('field.will-see')}>{scopeText(invitation, t, format)}</Field>
        <Field label={t('field.invited-by')}>{invitation.createdBy}</Field>
        <Field label={t('field.invited')}>{format.instant(invitation.createdAt)}</Field>
        <Field label={invitation.isExpired ? t('field.link-ended') : t('field.link-ends')}>
          {format.instant(invitation.expiresAt)}
        </Field>
      </FieldList>
      <ActNote done={null} error={renewal.error ?? revocation.error} />
      {renewal.data ? <InvitationLink answer={renewal.data} /> : null}
      <DetailSection title={t('people.invitation')}>
        <div className="flex flex-wrap gap-2">
          <Button
            size="sm"
            disabled={renewal.isPending || revocation.isPending}
            onClick={() => renewal.mutate({ path: adminApi.renewInvitation(invitation.id), body })}
          >
            {t('invitation.renew')}
          </Button>
          <ConfirmButton
            label={t('invitation.revoke')}
            confirmLabel={t('invitation.revoke-confirm')}
            isPending={revocation.isPending}
            onConfirm={() => revocation.mutate({ path: adminApi.revokeInvitation(invitation.id), body })}
          >
            {t('invitation.revoke-text', { name: invitation.name })}
          </ConfirmButton>
        </div>
        <p className="mt-2 text-pretty text-faint text-sm">{t('invitation.rule')}</p>
      </DetailSection>
    </>
  )
}
