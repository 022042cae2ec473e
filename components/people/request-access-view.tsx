'use client'

import Link from 'next/link'
import { type ComponentProps, useState } from 'react'
import { Field, FormLine } from '#components/ui/field.tsx'
import { adminApi } from '#lib/admin/paths.ts'
import { paths } from '#lib/paths.ts'
import { PublicForm, PublicNote, SignInLink } from './public-form.tsx'
import { useForm } from './use-form.ts'

/** Requests access from the admins, who answer by mail. The page never reveals who has an account. */
export function RequestAccessView() {
  const [isSent, setIsSent] = useState(false)
  const form = useForm(
    adminApi.requestAccess,
    (values) => values,
    () => setIsSent(true),
  )
  if (isSent) {
    return (
      <div role="status">
        <PublicNote title="Your request is with the admins" action={<SignInLink label="Back to sign-in" />}>
          If they approve it, you get an invitation link that works for a week. There is nothing else to do
          here.
        </PublicNote>
      </div>
    )
  }
  return (
    <>
      <PublicForm
        title="Request access"
        intro="An admin reads this and decides what you may see. You then get an invitation link."
        form={form}
        submitLabel="Send request"
        busyLabel="Sending …"
      >
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
      </PublicForm>
      <p className="mt-6 text-soft">
        Have an account?{' '}
        <Link href={paths.signIn} className="text-accent underline">
          Sign in
        </Link>
      </p>
    </>
  )
}

type TextAreaProps = Omit<ComponentProps<'textarea'>, 'id' | 'className'> & { label: string; hint?: string }

/** A required multi-line form field. */
function TextArea({ label, hint, ...area }: TextAreaProps) {
  return (
    <FormLine label={label} hint={hint}>
      {(names) => (
        <textarea
          required
          {...area}
          {...names}
          className="block w-full resize-y rounded-md border border-edge bg-panel px-2.5 py-1.5 placeholder:text-faint"
        />
      )}
    </FormLine>
  )
}
