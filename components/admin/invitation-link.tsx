'use client'

import { useFormat } from '#components/ui/reader.tsx'
import type { InvitationAnswer } from '#lib/admin/schema.ts'
import { SecretOnce } from './secret-once.tsx'

/** The link of an invitation, whether it was mailed, and how to pass it on. */
export function InvitationLink({ answer }: { answer: InvitationAnswer }) {
  const format = useFormat()
  const { invitation, link, mail, mailError, notices } = answer
  return (
    <SecretOnce label={`Invitation link for ${invitation.name}`} value={link}>
      {mail === 'sent' ? <p>Mailed to {invitation.email}.</p> : null}
      {mail === 'failed' ? (
        <p className="font-medium text-bad">The mail was not sent. {mailError} Pass the link on yourself.</p>
      ) : null}
      {mail === 'off' ? (
        <p>Pass it on to {invitation.email} yourself: Furrow has no mail server (SMTP_URL).</p>
      ) : null}
      <p>
        It works once, until {format.instant(invitation.expiresAt)}, and is shown only now. A new one can be
        made at any time.
      </p>
      {notices.map(({ fundingSource, message }) => (
        <p key={fundingSource} className="break-words text-wait">
          {message}
        </p>
      ))}
    </SecretOnce>
  )
}
