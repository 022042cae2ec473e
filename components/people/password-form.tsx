'use client'

import { useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { Field } from '#components/ui/field.tsx'
import { accountApi } from '#lib/people/paths.ts'
import { FormProblem } from './form-problem.tsx'
import { PASSWORD_HINT } from './problems.ts'
import { useForm } from './use-form.ts'

/** Changes a person's own password. Their other sessions end. */
export function PasswordForm() {
  const [isDone, setIsDone] = useState(false)
  const { fault, isBusy, submit } = useForm(
    accountApi.changePassword,
    (form) => {
      setIsDone(false)
      return {
        currentPassword: String(form.get('currentPassword')),
        newPassword: String(form.get('newPassword')),
      }
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
        <Field
          label="Current password"
          name="currentPassword"
          type="password"
          autoComplete="current-password"
        />
        <Field
          label="New password"
          name="newPassword"
          type="password"
          autoComplete="new-password"
          hint={PASSWORD_HINT}
        />
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
