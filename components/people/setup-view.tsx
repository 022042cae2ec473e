'use client'

import Link from 'next/link'
import { Button, buttonClass } from '#components/ui/button.tsx'
import { Field } from '#components/ui/field.tsx'
import { paths } from '#lib/paths.ts'
import { accountApi } from '#lib/people/paths.ts'
import { FormProblem } from './form-problem.tsx'
import { PASSWORD_HINT } from './problems.ts'
import { useForm } from './use-form.ts'

/**
 * Creates the first admin.
 * @param props.token the token of a valid setup link; null for an invalid one.
 */
export function SetupView({ token }: { token: string | null }) {
  const { fault, isBusy, submit } = useForm(
    accountApi.setUp,
    (form) => ({
      token,
      name: String(form.get('name')),
      email: String(form.get('email')),
      password: String(form.get('password')),
    }),
    () => window.location.assign(paths.overview),
  )
  if (token === null) {
    return (
      <>
        <h1 className="mb-1 font-semibold text-xl tracking-tight">This link does not work any more</h1>
        <p className="mb-5 text-pretty text-soft">
          A setup link works once, for 24 hours, and only while there is no admin. If Furrow has an admin,
          sign in, or ask that admin for an invitation. If it has none, start Furrow again and open the link
          it prints.
        </p>
        <Link href={paths.signIn} className={buttonClass()}>
          Sign in
        </Link>
      </>
    )
  }
  return (
    <>
      <h1 className="mb-1 font-semibold text-xl tracking-tight">The first admin</h1>
      <p className="mb-5 text-pretty text-soft">
        Furrow has no admin yet. Whoever you make here decides who else gets in and what they see.
      </p>
      <FormProblem fault={fault} />
      <form onSubmit={submit} className="flex flex-col gap-3.5">
        <Field label="Name" name="name" autoComplete="name" maxLength={100} autoFocus />
        <Field label="E-mail" name="email" type="email" autoComplete="username" maxLength={254} />
        <Field
          label="Password"
          name="password"
          type="password"
          autoComplete="new-password"
          hint={PASSWORD_HINT}
        />
        <Button type="submit" variant="primary" className="mt-1 h-9" disabled={isBusy}>
          {isBusy ? 'Making the admin …' : 'Make the admin and sign in'}
        </Button>
      </form>
    </>
  )
}
