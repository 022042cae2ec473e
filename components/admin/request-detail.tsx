import { DetailHeading, DetailSection, Field, FieldList } from '#components/detail/detail-parts.tsx'
import { Button } from '#components/ui/button.tsx'
import { useFormat } from '#components/ui/reader.tsx'
import { adminApi } from '#lib/admin/paths.ts'
import type { AccessRequest, InvitationAnswer } from '#lib/admin/schema.ts'
import { requestState } from '#lib/admin/words.ts'
import { ActNote } from './act-note.tsx'
import { StateBadge } from './cells.tsx'
import { GrantForm, NEW_GRANT } from './grant-form.tsx'
import { InvitationLink } from './one-time-link.tsx'
import { useAdminAct } from './use-admin-act.ts'

type RequestAnswer = { accessRequest: AccessRequest }

/** One access request as submitted, and the decision about it. */
export function RequestDetail({ request }: { request: AccessRequest }) {
  const format = useFormat()
  const approval = useAdminAct<InvitationAnswer>()
  const decision = useAdminAct<RequestAnswer>()
  const isPending = approval.isPending || decision.isPending
  const { id, version } = request
  const error = approval.error ?? decision.error
  const begin = (act: () => void) => {
    approval.reset()
    decision.reset()
    act()
  }
  const decline = () => begin(() => decision.mutate({ path: adminApi.decline(id), body: { version } }))
  const reopen = () => begin(() => decision.mutate({ path: adminApi.reopen(id), body: { version } }))
  const isDeclined = request.decision === 'declined'
  return (
    <>
      <DetailHeading title={request.name}>
        <StateBadge state={requestState(request)} />
      </DetailHeading>
      <FieldList>
        <Field label="Organisation">{request.organisation}</Field>
        <Field label="E-mail" hint="As whoever asked typed it; not verified">
          {request.email}
        </Field>
        <Field label="Wants to see">
          <span className="whitespace-pre-wrap">{request.fundingSources}</span>
        </Field>
        <Field label="Why">
          <span className="whitespace-pre-wrap">{request.reason}</span>
        </Field>
        <Field label="Asked">{format.instant(request.createdAt)}</Field>
        {request.decidedAt ? (
          <Field label={requestState(request).label}>
            {format.instant(request.decidedAt)} by {request.decidedBy}
          </Field>
        ) : null}
      </FieldList>
      <ActNote
        error={error}
        done={decision.data ? doneText(request) : null}
        onUndo={decision.data && isDeclined ? reopen : null}
        isPending={isPending}
      />
      {approval.data ? <InvitationLink answer={approval.data} /> : null}
      {request.decision === null ? (
        <DetailSection title="Decision">
          <Decision
            request={request}
            isPending={isPending}
            onApprove={(grant) =>
              begin(() => approval.mutate({ path: adminApi.approve(id), body: { ...grant, version } }))
            }
            onDecline={decline}
          />
        </DetailSection>
      ) : null}
      {isDeclined && !decision.data ? (
        <Button size="sm" className="mt-4" disabled={isPending} onClick={reopen}>
          Reopen request
        </Button>
      ) : null}
    </>
  )
}

function doneText({ decision, name }: AccessRequest): string {
  return decision === 'declined'
    ? `Declined. ${name} is told nothing; if they should know, write to them.`
    : 'Open again, to be decided anew.'
}

type DecisionProps = {
  request: AccessRequest
  isPending: boolean
  onApprove: (grant: { role: string; fundingSources: string[] }) => void
  onDecline: () => void
}

function Decision({ request, isPending, onApprove, onDecline }: DecisionProps) {
  const decline = (
    <Button size="sm" disabled={isPending} onClick={onDecline}>
      Decline
    </Button>
  )
  if (request.hasAccount) {
    return (
      <>
        <p className="mb-3 text-pretty text-soft">
          {request.email} has an account already. If it should see more, change it under People, then decline
          this request.
        </p>
        {decline}
      </>
    )
  }
  return (
    <GrantForm
      initial={NEW_GRANT}
      submitLabel="Approve and invite"
      effect="Approving makes an invitation link, which you can revoke under People until it is used. Declining can be undone."
      isPending={isPending}
      onSubmit={onApprove}
    >
      {decline}
    </GrantForm>
  )
}
