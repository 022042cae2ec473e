import { DetailHeading, DetailSection, Field, FieldList } from '#components/detail/detail-parts.tsx'
import { Button } from '#components/ui/button.tsx'
import { ConfirmButton } from '#components/ui/confirm-button.tsx'
import { useFormat } from '#components/ui/reader.tsx'
import { adminApi } from '#lib/admin/paths.ts'
import type { Invitation, InvitationAnswer } from '#lib/admin/schema.ts'
import { invitationState, scopeText } from '#lib/admin/words.ts'
import { ROLE_LABELS } from '#lib/people/roles.ts'
import { ActNote } from './act-note.tsx'
import { StateBadge } from './cells.tsx'
import { InvitationLink } from './one-time-link.tsx'
import { useAdminAct } from './use-admin-act.ts'

/** An open invitation: the access it grants, and the actions that renew or revoke it. */
export function InvitationDetail({ invitation }: { invitation: Invitation }) {
  const format = useFormat()
  const renewal = useAdminAct<InvitationAnswer>()
  const revocation = useAdminAct<{ revoked: true }>()
  const body = { version: invitation.version }
  return (
    <>
      <DetailHeading title={invitation.name}>
        <StateBadge state={invitationState(invitation)} />
      </DetailHeading>
      <FieldList>
        <Field label="E-mail">{invitation.email}</Field>
        <Field label="Role">{ROLE_LABELS[invitation.role]}</Field>
        <Field label="Will see">{scopeText(invitation)}</Field>
        <Field label="Invited by">{invitation.createdBy}</Field>
        <Field label="Invited">{format.instant(invitation.createdAt)}</Field>
        <Field label={invitation.isExpired ? 'Link ended' : 'Link works until'}>
          {format.instant(invitation.expiresAt)}
        </Field>
      </FieldList>
      <ActNote done={null} error={renewal.error ?? revocation.error} />
      {renewal.data ? <InvitationLink answer={renewal.data} /> : null}
      <DetailSection title="Invitation">
        <div className="flex flex-wrap gap-2">
          <Button
            size="sm"
            disabled={renewal.isPending || revocation.isPending}
            onClick={() => renewal.mutate({ path: adminApi.renewInvitation(invitation.id), body })}
          >
            Make a new link
          </Button>
          <ConfirmButton
            label="Revoke invitation…"
            confirmLabel="Revoke invitation"
            isPending={revocation.isPending}
            onConfirm={() => revocation.mutate({ path: adminApi.revokeInvitation(invitation.id), body })}
          >
            The link of {invitation.name} stops working at once, and the invitation leaves this list. This
            cannot be undone, but {invitation.name} can be invited again.
          </ConfirmButton>
        </div>
        <p className="mt-2 text-pretty text-faint text-sm">
          A new link works for a week; the one before it stops working.
        </p>
      </DetailSection>
    </>
  )
}
