'use client'

import { useState } from 'react'
import { Field } from '#components/ui/field.tsx'
import { accountApi } from '#lib/people/paths.ts'
import { PublicForm, PublicNote, SignInLink } from './public-form.tsx'
import { useForm } from './use-form.ts'

type ForgottenPasswordProps = { hasSingleSignOn: boolean }

/** Requests a mail with a link for a new password. The page never reveals who has an account. */
export function ForgottenPasswordView({ hasSingleSignOn }: ForgottenPasswordProps) {
  const [isSent, setIsSent] = useState(false)
  const form = useForm(
    accountApi.askForPasswordLink,
    ({ email }) => ({ email }),
    () => setIsSent(true),
  )
  if (isSent) {
    return (
      <div role="status">
        <PublicNote title="Look into your mailbox" action={<BackToSignIn />}>
          If there is an account with a password under this e-mail address, a link for a new one is on its
          way. It works once, for an hour. If nothing comes, ask an admin of Furrow.
        </PublicNote>
      </div>
    )
  }
  return (
    <>
      <PublicForm
        title="Forgot your password?"
        intro="You get a link by mail, with which you choose a new one. Until then the present one stays."
        form={form}
        submitLabel="Send the link"
        busyLabel="Sending …"
      >
        <Field label="E-mail" name="email" type="email" autoComplete="username" maxLength={254} autoFocus />
      </PublicForm>
      {hasSingleSignOn ? (
        <div className="mt-3 text-pretty text-soft">
          <ProviderNote />
        </div>
      ) : null}
      <div className="mt-5">
        <BackToSignIn />
      </div>
    </>
  )
}

/** Says whom to ask when Furrow cannot send mail. */
export function AskAnAdmin({ hasSingleSignOn }: ForgottenPasswordProps) {
  return (
    <PublicNote title="Forgot your password?" action={<BackToSignIn />}>
      <p>
        Ask an admin of Furrow for a link with which you choose a new one: this Furrow sends no mails, so they
        pass it on to you.
      </p>
      <p>
        An admin makes it under People. If you are the only admin, whoever runs the server prints one with{' '}
        <code className="font-mono text-sm">npm run people</code>.
      </p>
      {hasSingleSignOn ? <ProviderNote /> : null}
    </PublicNote>
  )
}

function ProviderNote() {
  return <p>If you sign in with your organisation, your password is there, not here.</p>
}

function BackToSignIn() {
  return <SignInLink label="Back to sign-in" />
}
