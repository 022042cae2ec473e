'use client'

import { useState } from 'react'
import { Field, FieldList } from '#components/detail/detail-parts.tsx'
import type { Account } from '#components/shell/account.ts'
import { Button } from '#components/ui/button.tsx'
import { Field as FormField } from '#components/ui/field.tsx'
import { accountApi } from '#lib/people/paths.ts'
import { ROLE_LABELS } from '#lib/people/roles.ts'
import { FormProblem, NewPasswordField } from './public-form.tsx'
import { SessionList } from './session-list.tsx'
import { useForm } from './use-form.ts'

/** A person's own account: access, sessions and password. */
export function AccountView({ account, hasPassword }: { account: Account; hasPassword: boolean }) {
  const { name, role, fundingSources } = account
  return (
    <div className="mx-auto max-w-[1240px] px-4 pt-5 pb-12 md:px-8 md:pt-7">
      <h1 className="page-title">Your account</h1>
      <p className="mt-0.5 text-soft">Only an admin can change your role and funding sources.</p>
      <FieldList>
        <Field label="Name">{name}</Field>
        <Field label="Role">{ROLE_LABELS[role]}</Field>
        <Field label="Funding sources">{scopeOf(fundingSources)}</Field>
      </FieldList>
      <SessionList />
      <section aria-labelledby="password-heading" className="mt-8">
        <h2 id="password-heading" className="font-semibold text-lg">
          Password
        </h2>
        {hasPassword ? (
          <PasswordForm />
        ) : (
          <p className="mt-1 text-soft">You sign in without a password, so there is none to change.</p>
        )}
      </section>
    </div>
  )
}

function scopeOf(fundingSources: Account['fundingSources']) {
  if (fundingSources === 'all') return 'All'
  if (fundingSources.length === 0) return 'None yet: ask an admin'
  return (
    <ul className="max-w-[68ch]">
      {fundingSources.map((name) => (
        <li key={name}>{name}</li>
      ))}
    </ul>
  )
}

/** Changes a person's own password. Their other sessions end. */
function PasswordForm() {
  const [isDone, setIsDone] = useState(false)
  const { fault, isBusy, submit } = useForm(
    accountApi.changePassword,
    (values) => {
      setIsDone(false)
      return values
    },
    (_answer, form) => {
      form.reset()
      setIsDone(true)
    },
  )
  return (
    <form onSubmit={submit} className="mt-3 max-w-[360px]">
      <FormProblem fault={fault} />
      <div className="flex flex-col gap-3.5">
        <FormField
          label="Current password"
          name="currentPassword"
          type="password"
          autoComplete="current-password"
        />
        <NewPasswordField name="newPassword" label="New password" />
        <div className="flex items-center gap-3">
          <Button type="submit" disabled={isBusy}>
            {isBusy ? 'Changing …' : 'Change password'}
          </Button>
          <span role="status" className="text-ok">
            {isDone ? 'Changed. Your other sessions have ended.' : ''}
          </span>
        </div>
      </div>
    </form>
  )
}
