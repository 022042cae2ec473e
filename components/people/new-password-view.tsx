'use client'

import Link from 'next/link'
import { useState } from 'react'
import { buttonClass } from '#components/ui/button.tsx'
import { paths } from '#lib/paths.ts'
import { accountApi } from '#lib/people/paths.ts'
import { NewPasswordField, PublicForm, PublicNote, SignInLink } from './public-form.tsx'
import { useForm } from './use-form.ts'

/**
 * Sets a new password by a link. The person must then sign in, which proves that they know the new password.
 */
export function NewPasswordView({ token, email }: { token: string; email: string }) {
  const [isDone, setIsDone] = useState(false)
  const form = useForm(
    accountApi.chooseNewPassword,
    ({ password }) => ({ token, password }),
    () => setIsDone(true),
  )
  if (isDone) {
    return (
      <div role="status">
        <PublicNote title="Your new password works" action={<SignInLink isPrimary />}>
          The former one does not any more, and whoever was signed in to your account has been signed out.
        </PublicNote>
      </div>
    )
  }
  return (
    <PublicForm
      title="Choose a new password"
      intro={
        <>
          For <span className="break-words font-medium text-ink">{email}</span>. Every session of the account
          ends with it.
        </>
      }
      form={form}
      submitLabel="Set the new password"
      busyLabel="Setting …"
    >
      {/* Lets password managers store the e-mail address with the password. */}
      <input type="hidden" name="email" value={email} autoComplete="username" />
      <NewPasswordField name="password" label="New password" autoFocus />
    </PublicForm>
  )
}

/** Shown for every link that does not work, whatever the reason. */
export function UselessPasswordLink() {
  const actions = (
    <div className="flex flex-wrap gap-2">
      <Link href={paths.forgottenPassword} className={buttonClass()}>
        Ask for a new one
      </Link>
      <SignInLink />
    </div>
  )
  return (
    <PublicNote title="This link does not work" action={actions}>
      It was used, has ended, or a newer one was made. Ask for a new one, or sign in.
    </PublicNote>
  )
}
