import type { ReactNode } from 'react'
import { ConfirmButton } from '#components/ui/confirm-button.tsx'
import { useFormat } from '#components/ui/reader.tsx'
import { adminApi } from '#lib/admin/paths.ts'
import type { InvitationAnswer, PasswordLinkAnswer, Person } from '#lib/admin/schema.ts'
import { ActNote } from './act-note.tsx'
import { SecretOnce } from './secret-once.tsx'
import { useAdminAct } from './use-admin-act.ts'

type OneTimeLinkProps = {
  label: string
  email: string
  expiresAt: string
  /** The link, and whether it was mailed. */
  answer: Pick<InvitationAnswer, 'link' | 'mail' | 'mailError'>
  children?: ReactNode
  notices?: InvitationAnswer['notices']
}

/** A link that works once: whether it was mailed, and how to pass it on. */
export function OneTimeLink({ label, email, expiresAt, answer, children, notices = [] }: OneTimeLinkProps) {
  const format = useFormat()
  const { link, mail, mailError } = answer
  return (
    <SecretOnce label={label} value={link}>
      {mail === 'sent' ? <p>Mailed to {email}.</p> : null}
      {mail === 'failed' ? (
        <p className="font-medium text-bad">The mail was not sent. {mailError} Pass the link on yourself.</p>
      ) : null}
      {mail === 'off' ? <p>Pass it on to {email} yourself: Furrow has no mail server (SMTP_URL).</p> : null}
      <p>
        It works once, until {format.instant(expiresAt)}, and is shown only now. {children}
      </p>
      {notices.map(({ fundingSource, message }) => (
        <p key={fundingSource} className="break-words text-wait">
          {message}
        </p>
      ))}
    </SecretOnce>
  )
}

/** The link of an invitation, with what is notable about its funding sources. */
export function InvitationLink({ answer }: { answer: InvitationAnswer }) {
  const { invitation, notices } = answer
  return (
    <OneTimeLink
      label={`Invitation link for ${invitation.name}`}
      email={invitation.email}
      expiresAt={invitation.expiresAt}
      answer={answer}
      notices={notices}
    >
      A new one can be made at any time.
    </OneTimeLink>
  )
}

/** Creates a link for a person who forgot their password, and shows it once. */
export function PasswordLink({ person }: { person: Person }) {
  const act = useAdminAct<PasswordLinkAnswer>()
  return (
    <>
      <ConfirmButton
        label="Link for a new password…"
        confirmLabel="Make the link"
        isPending={act.isPending}
        onConfirm={() =>
          act.mutate({ path: adminApi.passwordLink(person.id), body: { version: person.version } })
        }
      >
        Whoever follows the link chooses the password of {person.name}: pass it on to nobody else. The present
        password and sessions stay until then, and end with it. A link made before stops working.
      </ConfirmButton>
      <ActNote done={null} error={act.error} />
      {act.data ? (
        <OneTimeLink
          label={`Password link for ${person.name}`}
          email={person.email}
          expiresAt={act.data.expiresAt}
          answer={act.data}
        />
      ) : null}
    </>
  )
}
