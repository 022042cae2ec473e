'use client'

import Link from 'next/link'
import { useState } from 'react'
import { Button, buttonClass } from '#components/ui/button.tsx'
import { Field } from '#components/ui/field.tsx'
import { adminApi } from '#lib/admin/paths.ts'
import { paths } from '#lib/paths.ts'
import { FormProblem } from './form-problem.tsx'
import { TextArea } from './text-area.tsx'
import { useForm } from './use-form.ts'

const FIELDS = ['name', 'email', 'organisation', 'fundingSources', 'reason'] as const

/** Requests access from the admins, who answer by mail. The page never reveals who has an account. */
export function RequestAccessView() {
  const [isSent, setIsSent] = useState(false)
  const { fault, isBusy, submit } = useForm(
    adminApi.requestAccess,
    (form) => Object.fromEntries(FIELDS.map((name) => [name, String(form.get(name))])),
    () => setIsSent(true),
  )
  if (isSent) {
    return (
      <div role="status">
        <h1 className="mb-1 font-semibold text-xl tracking-tight">Your request is with the admins</h1>
        <p className="text-pretty text-soft">
          If they approve it, you get an invitation link that works for a week. There is nothing else to do
          here.
        </p>
        <Link href={paths.signIn} className={`mt-5 ${buttonClass()}`}>
          Back to sign-in
        </Link>
      </div>
    )
  }
  return (
    <>
      <h1 className="mb-1 font-semibold text-xl tracking-tight">Request access</h1>
      <p className="mb-5 text-pretty text-soft">
        An admin reads this and decides what you may see. You then get an invitation link.
      </p>
      <FormProblem fault={fault} />
      <form onSubmit={submit} className="flex flex-col gap-3.5">
        <Field label="Name" name="name" autoComplete="name" maxLength={120} />
        <Field label="E-mail" name="email" type="email" autoComplete="email" maxLength={254} />
        <Field label="Organisation" name="organisation" autoComplete="organization" maxLength={160} />
        <TextArea
          label="Which funding sources do you want to see?"
          name="fundingSources"
          hint="As you call them: the programmes or funds that are yours."
          rows={2}
          maxLength={500}
        />
        <TextArea label="Why?" name="reason" rows={3} maxLength={1000} />
        <Button type="submit" variant="primary" className="mt-1 h-9" disabled={isBusy}>
          {isBusy ? 'Sending …' : 'Send request'}
        </Button>
      </form>
      <p className="mt-6 text-soft">
        Have an account?{' '}
        <Link href={paths.signIn} className="text-accent underline">
          Sign in
        </Link>
      </p>
    </>
  )
}
