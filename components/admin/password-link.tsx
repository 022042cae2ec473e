'use client'

import { Asking } from '#components/ui/asking.tsx'
import { useFormat } from '#components/ui/reader.tsx'
import { adminApi } from '#lib/admin/paths.ts'
import type { PasswordLinkAnswer, Person } from '#lib/admin/schema.ts'
import { ActNote } from './act-note.tsx'
import { SecretOnce } from './secret-once.tsx'
import { useAdminAct } from './use-admin-act.ts'

/** Creates a link for a person who forgot their password, and shows it once. */
export function PasswordLink({ person }: { person: Person }) {
  const act = useAdminAct<PasswordLinkAnswer>()
  return (
    <>
      <Asking
        label="Link for a new password…"
        confirmLabel="Make the link"
        isPending={act.isPending}
        onConfirm={() =>
          act.mutate({ path: adminApi.passwordLink(person.id), body: { version: person.version } })
        }
      >
        Whoever follows the link chooses the password of {person.name}: pass it on to nobody else. The present
        password and sessions stay until then, and end with it. A link made before stops working.
      </Asking>
      <ActNote done={null} error={act.error} />
      {act.data ? <MadeLink answer={act.data} person={person} /> : null}
    </>
  )
}

function MadeLink({ answer, person }: { answer: PasswordLinkAnswer; person: Person }) {
  const format = useFormat()
  const { link, expiresAt, mail, mailError } = answer
  return (
    <SecretOnce label={`Password link for ${person.name}`} value={link}>
      {mail === 'sent' ? <p>Mailed to {person.email}.</p> : null}
      {mail === 'failed' ? (
        <p className="font-medium text-bad">The mail was not sent. {mailError} Pass the link on yourself.</p>
      ) : null}
      {mail === 'off' ? (
        <p>Pass it on to {person.email} yourself: Furrow has no mail server (SMTP_URL).</p>
      ) : null}
      <p>It works once, until {format.instant(expiresAt)}, and is shown only now.</p>
    </SecretOnce>
  )
}
