import { DetailHeading, DetailSection } from '#components/detail/detail-parts.tsx'
import { Field, FieldList } from '#components/detail/field-list.tsx'
import { Button } from '#components/ui/button.tsx'
import { useFormat } from '#components/ui/reader.tsx'
import { useWords } from '#components/ui/words.tsx'
import { adminApi } from '#lib/admin/paths.ts'
import type { AccessRequest, InvitationAnswer } from '#lib/admin/schema.ts'
import { requestState } from '#lib/admin/words.ts'
import type { Words } from '#lib/words/words.ts'
import { ActNote } from './act-note.tsx'
import { StateBadge } from './cells.tsx'
import { GrantForm, NEW_GRANT } from './grant-form.tsx'
import { InvitationLink } from './one-time-link.tsx'
import { useAdminAct } from './use-admin-act.ts'

type RequestAnswer = { accessRequest: AccessRequest }

/** One access request as submitted, and the decision about it. */
export function RequestDetail({ request }: { request: AccessRequest }) {
  const t = useWords('admin')
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
        <StateBadge state={requestState(request, t)} />
      </DetailHeading>
      <FieldList>
        <Field label={t('field.organisation')}>{request.organisation}</Field>
        <Field label={t('field.email')} hint={t('decide.unverified')}>
          {request.email}
        </Field>
        <Field label={t('field.wants')}>
          <span className="whitespace-pre-wrap">{request.fundingSources}</span>
        </Field>
        <Field label={t('field.why')}>
          <span className="whitespace-pre-wrap">{request.reason}</span>
        </Field>
        <Field label={t('field.asked')}>{format.instant(request.createdAt)}</Field>
        {request.decidedAt ? (
          <Field label={requestState(request, t).label}>
            {t('by', { time: format.instant(request.decidedAt), name: request.decidedBy ?? '' })}
          </Field>
        ) : null}
      </FieldList>
      <ActNote
        error={error}
        done={decision.data ? doneText(request, t) : null}
        onUndo={decision.data && isDeclined ? reopen : null}
        isPending={isPending}
      />
      {approval.data ? <InvitationLink answer={approval.data} /> : null}
      {request.decision === null ? (
        <DetailSection title={t('decide.title')}>
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
          {t('decide.reopen')}
        </Button>
      ) : null}
    </>
  )
}

function doneText({ decision, name }: AccessRequest, t: Words<'admin'>): string {
  return decision === 'declined' ? t('decide.declined', { name }) : t('decide.reopened')
}

type DecisionProps = {
  request: AccessRequest
  isPending: boolean
  onApprove: (grant: { role: string; fundingSources: string[] }) => void
  onDecline: () => void
}

function Decision({ request, isPending, onApprove, onDecline }: DecisionProps) {
  const t = useWords('admin')
  const decline = (
    <Button size="sm" disabled={isPending} onClick={onDecline}>
      {t('decide.decline')}
    </Button>
  )
  if (request.hasAccount) {
    return (
      <>
        <p className="mb-3 text-pretty text-soft">{t('decide.has-account', { email: request.email })}</p>
        {decline}
      </>
    )
  }
  return (
    <GrantForm
      initial={NEW_GRANT}
      submitLabel={t('decide.approve')}
      effect={t('decide.effect')}
      isPending={isPending}
      onSubmit={onApprove}
    >
      {decline}
    </GrantForm>
  )
}
