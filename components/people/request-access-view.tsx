'use client'

import { type ComponentProps, useState } from 'react'
import { Field, FormLine } from '#components/ui/field.tsx'
import { PageLink } from '#components/ui/page-link.tsx'
import { richText, useWords } from '#components/ui/words.tsx'
import { adminApi } from '#lib/admin/paths.ts'
import { paths } from '#lib/paths.ts'
import { PublicForm, PublicNote, SignInLink } from './public-form.tsx'
import { useForm } from './use-form.ts'

/** Requests access from the admins, who answer by mail. The page never reveals who has an account. */
export function RequestAccessView() {
  const t = useWords('people')
  const tForms = useWords('forms')
  const [isSent, setIsSent] = useState(false)
  const form = useForm(
    adminApi.requestAccess,
    (values) => values,
    () => setIsSent(true),
  )
  if (isSent) {
    return (
      <div role="status">
        <PublicNote title={t('request.sent')} action={<SignInLink label={t('back')} />}>
          {t('request.sent-text')}
        </PublicNote>
      </div>
    )
  }
  return (
    <>
      <PublicForm
        title={t('request.title')}
        intro={t('request.intro')}
        form={form}
        submitLabel={t('request.submit')}
        busyLabel={t('sending')}
      >
        <Field label={tForms('name')} name="name" autoComplete="name" maxLength={120} />
        <Field label={t('email')} name="email" type="email" autoComplete="email" maxLength={254} />
        <Field
          label={t('request.organisation')}
          name="organisation"
          autoComplete="organization"
          maxLength={160}
        />
        <TextArea
          label={t('request.funding-sources')}
          name="fundingSources"
          hint={t('request.hint')}
          rows={2}
          maxLength={500}
        />
        <TextArea label={t('request.reason')} name="reason" rows={3} maxLength={1000} />
      </PublicForm>
      <p className="mt-6 text-soft">
        {richText(
          t.rich('request.have-account', {
            link: (inside) => (
              <PageLink key="link" href={paths.signIn} className="text-accent underline">
                {inside}
              </PageLink>
            ),
          }),
        )}
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
