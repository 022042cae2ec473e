'use client'

import { useState } from 'react'
import { Field } from '#components/ui/field.tsx'
import { richText, useWords } from '#components/ui/words.tsx'
import { accountApi } from '#lib/people/paths.ts'
import { PublicForm, PublicNote, SignInLink } from './public-form.tsx'
import { useForm } from './use-form.ts'

type ForgottenPasswordProps = { hasSingleSignOn: boolean }

/** Requests a mail with a link for a new password. The page never reveals who has an account. */
export function ForgottenPasswordView({ hasSingleSignOn }: ForgottenPasswordProps) {
  const t = useWords('people')
  const [isSent, setIsSent] = useState(false)
  const form = useForm(
    accountApi.askForPasswordLink,
    ({ email }) => ({ email }),
    () => setIsSent(true),
  )
  if (isSent) {
    return (
      <div role="status">
        <PublicNote title={t('forgotten.sent')} action={<BackToSignIn />}>
          {t('forgotten.sent-text')}
        </PublicNote>
      </div>
    )
  }
  return (
    <>
      <PublicForm
        title={t('forgotten.title')}
        intro={t('forgotten.intro')}
        form={form}
        submitLabel={t('forgotten.submit')}
        busyLabel={t('sending')}
      >
        <Field
          label={t('email')}
          name="email"
          type="email"
          autoComplete="username"
          maxLength={254}
          autoFocus
        />
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
  const t = useWords('people')
  return (
    <PublicNote title={t('forgotten.title')} action={<BackToSignIn />}>
      <p>{t('forgotten.ask')}</p>
      <p>
        {richText(
          t.rich('forgotten.admin', {
            code: (inside) => (
              <code key="code" className="font-mono text-sm">
                {inside}
              </code>
            ),
          }),
        )}
      </p>
      {hasSingleSignOn ? <ProviderNote /> : null}
    </PublicNote>
  )
}

function ProviderNote() {
  const t = useWords('people')
  return <p>{t('forgotten.provider')}</p>
}

function BackToSignIn() {
  const t = useWords('people')
  return <SignInLink label={t('back')} />
}
