'use client'

import { Field } from '#components/ui/field.tsx'
import { useWords } from '#components/ui/words.tsx'
import { paths } from '#lib/paths.ts'
import { accountApi } from '#lib/people/paths.ts'
import { NewPasswordField } from './password-form.tsx'
import { PublicForm, PublicNote } from './public-form.tsx'
import { useForm } from './use-form.ts'

/**
 * Creates the first admin.
 * @param props.token the token of a valid setup link; null for an invalid one.
 */
export function SetupView({ token }: { token: string | null }) {
  const t = useWords('people')
  const tForms = useWords('forms')
  const form = useForm(
    accountApi.setUp,
    (values) => ({ ...values, token }),
    () => window.location.assign(paths.overview),
  )
  if (token === null) {
    return <PublicNote title={t('setup.useless')}>{t('setup.useless-text')}</PublicNote>
  }
  return (
    <PublicForm
      title={t('setup.title')}
      intro={t('setup.intro')}
      form={form}
      submitLabel={t('setup.submit')}
      busyLabel={t('setup.busy')}
    >
      <Field label={tForms('name')} name="name" autoComplete="name" maxLength={100} autoFocus />
      <Field label={t('email')} name="email" type="email" autoComplete="username" maxLength={254} />
      <NewPasswordField name="password" />
    </PublicForm>
  )
}
