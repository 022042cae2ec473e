'use client'

import { useState } from 'react'
import { Field, FieldList } from '#components/detail/field-list.tsx'
import type { Account } from '#components/shell/account.ts'
import { Button } from '#components/ui/button.tsx'
import { Field as FormField } from '#components/ui/field.tsx'
import { useWords } from '#components/ui/words.tsx'
import { accountApi } from '#lib/people/paths.ts'
import type { Words } from '#lib/words/words.ts'
import { type LanguageChoices, LanguageSection } from './language-section.tsx'
import { FormProblem, NewPasswordField } from './password-form.tsx'
import { SessionList } from './session-list.tsx'
import { useForm } from './use-form.ts'

type AccountViewProps = { account: Account; hasPassword: boolean; language: LanguageChoices }

/** A person's own account: access, language, sessions and password. */
export function AccountView({ account, hasPassword, language }: AccountViewProps) {
  const t = useWords('account')
  const tPassword = useWords('password')
  const tForms = useWords('forms')
  const tAccess = useWords('access')
  const { name, role, fundingSources } = account
  return (
    <div className="mx-auto max-w-[1240px] px-4 pt-5 pb-12 md:px-8 md:pt-7">
      <h1 className="page-title">{t('account.title')}</h1>
      <p className="mt-0.5 text-soft">{t('account.intro')}</p>
      <FieldList>
        <Field label={tForms('name')}>{name}</Field>
        <Field label={t('account.role')}>{tAccess(`role.${role}`)}</Field>
        <Field label={t('account.funding-sources')}>{scopeOf(fundingSources, t)}</Field>
      </FieldList>
      <LanguageSection {...language} />
      <SessionList />
      <section aria-labelledby="password-heading" className="mt-8">
        <h2 id="password-heading" className="font-semibold text-lg">
          {tPassword('password')}
        </h2>
        {hasPassword ? <PasswordForm /> : <p className="mt-1 text-soft">{t('account.no-password')}</p>}
      </section>
    </div>
  )
}

function scopeOf(fundingSources: Account['fundingSources'], t: Words<'account'>) {
  if (fundingSources === 'all') return t('account.all')
  if (fundingSources.length === 0) return t('account.none')
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
  const t = useWords('account')
  const tPassword = useWords('password')
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
          label={t('account.current-password')}
          name="currentPassword"
          type="password"
          autoComplete="current-password"
        />
        <NewPasswordField name="newPassword" label={tPassword('new-password')} />
        <div className="flex items-center gap-3">
          <Button type="submit" disabled={isBusy}>
            {isBusy ? t('account.changing') : t('account.change')}
          </Button>
          <span role="status" className="text-ok">
            {isDone ? t('account.changed') : ''}
          </span>
        </div>
      </div>
    </form>
  )
}
