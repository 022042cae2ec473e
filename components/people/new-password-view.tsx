'use client'

import { useState } from 'react'
import { buttonClass } from '#components/ui/button.tsx'
import { PageLink } from '#components/ui/page-link.tsx'
import { richText, useWords } from '#components/ui/words.tsx'
import { paths } from '#lib/paths.ts'
import { accountApi } from '#lib/people/paths.ts'
import { NewPasswordField } from './password-form.tsx'
import { drawAddress, PublicForm, PublicNote, SignInLink } from './public-form.tsx'
import { useForm } from './use-form.ts'

/**
 * Sets a new password by a link. The person must then sign in, which proves that they know the new password.
 */
export function NewPasswordView({ token, email }: { token: string; email: string }) {
  const t = useWords('people')
  const tPassword = useWords('password')
  const [isDone, setIsDone] = useState(false)
  const form = useForm(
    accountApi.chooseNewPassword,
    ({ password }) => ({ token, password }),
    () => setIsDone(true),
  )
  if (isDone) {
    return (
      <div role="status">
        <PublicNote title={t('new.done')} action={<SignInLink isPrimary />}>
          {t('new.done-text')}
        </PublicNote>
      </div>
    )
  }
  return (
    <PublicForm
      title={t('new.title')}
      intro={richText(t.rich('new.intro', { email, who: drawAddress }))}
      form={form}
      submitLabel={t('new.submit')}
      busyLabel={t('new.busy')}
    >
      {/* Lets password managers store the e-mail address with the password. */}
      <input type="hidden" name="email" value={email} autoComplete="username" />
      <NewPasswordField name="password" label={tPassword('new-password')} autoFocus />
    </PublicForm>
  )
}

/** Shown for every link that does not work, whatever the reason. */
export function UselessPasswordLink() {
  const t = useWords('people')
  const actions = (
    <div className="flex flex-wrap gap-2">
      <PageLink href={paths.forgottenPassword} className={buttonClass()}>
        {t('new.ask')}
      </PageLink>
      <SignInLink />
    </div>
  )
  return (
    <PublicNote title={t('new.useless')} action={actions}>
      {t('new.useless-text')}
    </PublicNote>
  )
}
