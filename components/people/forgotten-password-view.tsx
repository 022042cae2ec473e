'use client'

import Link from 'next/link'
import { useState } from 'react'
import { Button, buttonClass } from '#components/ui/button.tsx'
import { Field } from '#components/ui/field.tsx'
import { paths } from '#lib/paths.ts'
import { accountApi } from '#lib/people/paths.ts'
import { FormProblem } from './form-problem.tsx'
import { useForm } from './use-form.ts'

type ForgottenPasswordProps = { hasSingleSignOn: boolean }

/** Requests a mail with a link for a new password. The page never reveals who has an account. */
export function ForgottenPasswordView({ hasSingleSignOn }: ForgottenPasswordProps) {
  const [isSent, setIsSent] = useState(false)
  const { fault, isBusy, submit } = useForm(
    accountApi.askForPasswordLink,
    (form) => ({ email: String(form.get('email')) }),
    () => setIsSent(true),
  )
  if (isSent) {
    return (
      <div role="status">
        <h1 className="mb-1 font-semibold text-xl tracking-tight">Look into your mailbox</h1>
        <p className="text-pretty text-soft">
          If there is an account with a password under this e-mail address, a link for a new one is on its
          way. It works once, for an hour. If nothing comes, ask an admin of Furrow.
        </p>
        <BackToSignIn />
      </div>
    )
  }
  return (
    <>
      <h1 className="mb-1 font-semibold text-xl tracking-tight">Forgot your password?</h1>
      <p className="mb-5 text-pretty text-soft">
        You get a link by mail, with which you choose a new one. Until then the present one stays.
      </p>
      <FormProblem fault={fault} />
      <form onSubmit={submit} className="flex flex-col gap-3.5">
        <Field label="E-mail" name="email" type="email" autoComplete="username" maxLength={254} autoFocus />
        <Button type="submit" variant="primary" className="mt-1 h-9" disabled={isBusy}>
          {isBusy ? 'Sending …' : 'Send the link'}
        </Button>
      </form>
      {hasSingleSignOn ? <ProviderNote /> : null}
      <BackToSignIn />
    </>
  )
}

/** Says whom to ask when Furrow cannot send mail. */
export function AskAnAdmin({ hasSingleSignOn }: ForgottenPasswordProps) {
  return (
    <>
      <h1 className="mb-1 font-semibold text-xl tracking-tight">Forgot your password?</h1>
      <p className="text-pretty text-soft">
        Ask an admin of Furrow for a link with which you choose a new one: this Furrow sends no mails, so they
        pass it on to you.
      </p>
      <p className="mt-3 text-pretty text-soft">
        An admin makes it under People. If you are the only admin, whoever runs the server prints one with{' '}
        <code className="font-mono text-sm">npm run people</code>.
      </p>
      {hasSingleSignOn ? <ProviderNote /> : null}
      <BackToSignIn />
    </>
  )
}

function ProviderNote() {
  return (
    <p className="mt-3 text-pretty text-soft">
      If you sign in with your organisation, your password is there, not here.
    </p>
  )
}

function BackToSignIn() {
  return (
    <Link href={paths.signIn} className={`mt-5 ${buttonClass()}`}>
      Back to sign-in
    </Link>
  )
}
