import { ConfirmButton } from '#components/ui/confirm-button.tsx'
import { useFormat } from '#components/ui/reader.tsx'
import { useWords } from '#components/ui/words.tsx'
import { adminApi } from '#lib/admin/paths.ts'
import type { InvitationAnswer, PasswordLinkAnswer, Person } from '#lib/admin/schema.ts'
import { visibleText } from '#lib/visible-text.ts'
import { ActNote } from './act-note.tsx'
import { SecretOnce } from './secret-once.tsx'
import { useAdminAct } from './use-admin-act.ts'

type OneTimeLinkProps = {
  label: string
  email: string
  expiresAt: string
  /** The link, and whether it was mailed. */
  answer: Pick<InvitationAnswer, 'link' | 'mail' | 'mailFault'>
  /** True if a new link can be made at any time. */
  isRenewable?: boolean
  notices?: InvitationAnswer['notices']
}

/** A link that works once: whether it was mailed, and how to pass it on. */
export function OneTimeLink({ label, email, expiresAt, answer, ...rest }: OneTimeLinkProps) {
  const { isRenewable = false, notices = [] } = rest
  const t = useWords('admin')
  const time = useFormat().instant(expiresAt)
  const { link, mail, mailFault } = answer
  return (
    <SecretOnce label={label} value={link}>
      {mail === 'sent' ? <p>{t('link.sent', { email })}</p> : null}
      {mail === 'failed' ? (
        <p className="font-medium text-bad">{t('link.failed', { why: t(`mail.${mailFault ?? 'other'}`) })}</p>
      ) : null}
      {mail === 'off' ? <p>{t('link.off', { email })}</p> : null}
      <p>{isRenewable ? t('link.rule-again', { time }) : t('link.rule', { time })}</p>
      {notices.map(({ fundingSource, code }) => (
        <p key={fundingSource} className="break-words text-wait">
          {t(`notice.${code}`, { name: visibleText(fundingSource) })}
        </p>
      ))}
    </SecretOnce>
  )
}

/** The link of an invitation, with what is notable about its funding sources. */
export function InvitationLink({ answer }: { answer: InvitationAnswer }) {
  const t = useWords('admin')
  const { invitation, notices } = answer
  return (
    <OneTimeLink
      label={t('link.invitation', { name: invitation.name })}
      email={invitation.email}
      expiresAt={invitation.expiresAt}
      answer={answer}
      notices={notices}
      isRenewable
    />
  )
}

/** Creates a link for a person who forgot their password, and shows it once. */
export function PasswordLink({ person }: { person: Person }) {
  const t = useWords('admin')
  const act = useAdminAct<PasswordLinkAnswer>()
  return (
    <>
      <ConfirmButton
        label={t('password.make')}
        confirmLabel={t('password.confirm')}
        isPending={act.isPending}
        onConfirm={() =>
          act.mutate({ path: adminApi.passwordLink(person.id), body: { version: person.version } })
        }
      >
        {t('password.text', { name: person.name })}
      </ConfirmButton>
      <ActNote done={null} error={act.error} />
      {act.data ? (
        <OneTimeLink
          label={t('link.password', { name: person.name })}
          email={person.email}
          expiresAt={act.data.expiresAt}
          answer={act.data}
        />
      ) : null}
    </>
  )
}
