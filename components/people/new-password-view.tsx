'use client'

import Link from 'next/link'
import { useState } from 'react'
import { Button, buttonClass } from '#components/ui/button.tsx'
import { Field } from '#components/ui/field.tsx'
import { paths } from '#lib/paths.ts'
import { accountApi } from '#lib/people/paths.ts'
import { FormProblem } from './form-problem.tsx'
import { PASSWORD_HINT } from './problems.ts'
import { useForm } from './use-form.ts'

/**
 * Sets a new password by a link. The person must then sign in, which proves that they know the new password.
 */
export function NewPasswordView({ token, email }: { token: string; email: string }) {
  const [isDone, setIsDone] = useState(false)
  const { fault, isBusy, submit } = useForm(
    accountApi.chooseNewPassword,
    (form) => ({ token, password: String(form.get('password')) }),
    () => setIsDone(true),
  )
  if (isDone) {
    return (
      <div role="status">
        <h1 className="mb-1 font-semibold text-xl tracking-tight">Your new password works</h1>
        <p className="text-pretty text-soft">
          The former one does not any more, and whoever was signed in to your account has been signed out.
        </p>
        <Link href={paths.signIn} className={`mt-5 ${buttonClass('primary')}`}>
          Sign in
        </Link>
      </div>
    )
  }
  return (
    <>
      <h1 className="mb-1 font-semibold text-xl tracking-tight">Choose a new password</h1>
      <p className="mb-5 text-pretty text-soft">
        For <span className="break-words font-medium text-ink">{email}</span>. Every session of the account
        ends with it.
      </p>
      <FormProblem fault={fault} />
      <form onSubmit={submit} className="flex flex-col gap-3.5">
        {/* Lets password managers store the e-mail address with the password. */}
        <input type="hidden" name="email" value={email} autoComplete="username" />
        <Field
          label="New password"
          name="password"
          type="password"
          autoComplete="new-password"
          hint={PASSWORD_HINT}
          autoFocus
        />
        <Button type="submit" variant="primary" className="mt-1 h-9" disabled={isBusy}>
          {isBusy ? 'Setting …' : 'Set the new password'}
        </Button>
      </form>
    </>
  )
}

/** Shown for every link that does not work, whatever the reason. */
export function UselessPasswordLink() {
  return (
    <>
      <h1 className="mb-1 font-semibold text-xl tracking-tight">This link does not work</h1>
      <p className="mb-5 text-pretty text-soft">
        It was used, has ended, or a newer one was made. Ask for a new one, or sign in.
      </p>
      <div className="flex flex-wrap gap-2">
        <Link href={paths.forgottenPassword} className={buttonClass()}>
          Ask for a new one
        </Link>
        <Link href={paths.signIn} className={buttonClass()}>
          Sign in
        </Link>
      </div>
    </>
  )
}
