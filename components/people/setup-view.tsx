'use client'

import { Field } from '#components/ui/field.tsx'
import { paths } from '#lib/paths.ts'
import { accountApi } from '#lib/people/paths.ts'
import { NewPasswordField, PublicForm, PublicNote } from './public-form.tsx'
import { useForm } from './use-form.ts'

/**
 * Creates the first admin.
 * @param props.token the token of a valid setup link; null for an invalid one.
 */
export function SetupView({ token }: { token: string | null }) {
  const form = useForm(
    accountApi.setUp,
    (values) => ({ ...values, token }),
    () => window.location.assign(paths.overview),
  )
  if (token === null) {
    return (
      <PublicNote title="This link does not work any more">
        A setup link works once, for 24 hours, and only while there is no admin. If Furrow has an admin, sign
        in, or ask that admin for an invitation. If it has none, start Furrow again and open the link it
        prints.
      </PublicNote>
    )
  }
  return (
    <PublicForm
      title="The first admin"
      intro="Furrow has no admin yet. Whoever you make here decides who else gets in and what they see."
      form={form}
      submitLabel="Make the admin and sign in"
      busyLabel="Making the admin …"
    >
      <Field label="Name" name="name" autoComplete="name" maxLength={100} autoFocus />
      <Field label="E-mail" name="email" type="email" autoComplete="username" maxLength={254} />
      <NewPasswordField name="password" />
    </PublicForm>
  )
}
