'use client'

import { type FormEvent, useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { Field } from '#components/ui/field.tsx'
import { PageLink } from '#components/ui/page-link.tsx'
import { richText, useFaultWords, useWords } from '#components/ui/words.tsx'
import { explainInLine } from '#lib/api/explain-error.ts'
import { fetchJson } from '#lib/api/fetch-json.ts'
import { formValues } from '#lib/form-values.ts'
import { paths } from '#lib/paths.ts'
import { accountApi } from '#lib/people/paths.ts'
import { ROLES, type Role } from '#lib/people/roles.ts'
import type { Words } from '#lib/words/words.ts'
import { FormProblem } from './password-form.tsx'

/** The errors that single sign-on can return, each with a text that says what to do. */
const PROBLEMS = [
  'signup_disabled',
  'email_not_verified',
  'unable_to_create_session',
  'access_denied',
] as const

function problemText(problem: string, t: Words<'people'>): string {
  const code = problem === 'account_not_linked' ? 'email_not_verified' : problem
  return t(`problem.${PROBLEMS.find((known) => known === code) ?? 'other'}`)
}

type SignInViewProps = {
  /** Path of our own to open after sign-in. */
  next: string
  /** Error code returned by single sign-on. */
  problem: string | null
  isSandbox: boolean
  hasSingleSignOn: boolean
}

/** The sign-in page: e-mail and password, single sign-on if configured, and one click in the sandbox. */
export function SignInView({ next, problem, isSandbox, hasSingleSignOn }: SignInViewProps) {
  const t = useWords('people')
  const tPassword = useWords('password')
  const tFaults = useFaultWords()
  const [busy, setBusy] = useState<string | null>(null)
  const [fault, setFault] = useState(problem === null ? null : problemText(problem, t))

  const attempt = async (what: string, path: string, body: unknown) => {
    setBusy(what)
    setFault(null)
    try {
      const answer = await fetchJson<{ url?: string }>(path, { method: 'POST', body })
      // A full page load, so that no data of another viewer stays in memory.
      window.location.assign(answer.url ?? next)
    } catch (error) {
      setFault(explainInLine(error, tFaults))
      setBusy(null)
    }
  }
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    void attempt('password', accountApi.signIn, formValues(event.currentTarget))
  }

  return (
    <>
      <h1 className="mb-1 font-semibold text-xl tracking-tight">{t('sign-in.title')}</h1>
      <p className="mb-5 text-soft">{t('sign-in.intro')}</p>
      {isSandbox ? (
        <SandboxButtons
          busy={busy}
          onChoose={(role) => void attempt(role, accountApi.signInToSandbox, { role })}
        />
      ) : null}
      <FormProblem fault={fault} />
      <form onSubmit={submit} className="flex flex-col gap-3.5">
        <Field label={t('email')} name="email" type="email" autoComplete="username" autoFocus={!isSandbox} />
        <Field
          label={tPassword('password')}
          name="password"
          type="password"
          autoComplete="current-password"
        />
        <Button type="submit" variant="primary" className="mt-1 h-9" disabled={busy !== null}>
          {busy === 'password' ? t('sign-in.busy') : t('sign-in.title')}
        </Button>
      </form>
      <p className="mt-3">
        <PageLink href={paths.forgottenPassword} className="text-accent underline">
          {t('sign-in.forgotten')}
        </PageLink>
      </p>
      {hasSingleSignOn ? (
        <Button
          className="mt-3 h-9 w-full"
          disabled={busy !== null}
          onClick={() => void attempt('oidc', accountApi.startSingleSignOn, { next })}
        >
          {busy === 'oidc' ? t('sign-in.leaving') : t('sign-in.provider')}
        </Button>
      ) : null}
      <p className="mt-6 text-soft">
        {richText(
          t.rich('sign-in.no-account', {
            link: (inside) => (
              <PageLink key="link" href={paths.requestAccess} className="text-accent underline">
                {inside}
              </PageLink>
            ),
          }),
        )}
      </p>
    </>
  )
}

function SandboxButtons({ busy, onChoose }: { busy: string | null; onChoose: (role: Role) => void }) {
  const t = useWords('people')
  const tAccess = useWords('access')
  return (
    <section aria-label={t('sandbox.label')} className="mb-6 border-line border-b pb-6">
      <p className="mb-2.5 text-soft">{t('sandbox.intro')}</p>
      <ul className="flex flex-col gap-1.5">
        {ROLES.map((role) => (
          <li key={role}>
            <Button
              className="h-auto min-h-9 w-full justify-start py-1.5 text-start"
              disabled={busy !== null}
              onClick={() => onChoose(role)}
            >
              <span className="min-w-[66px] shrink-0">{tAccess(`role.${role}`)}</span>
              <span className="min-w-0 whitespace-normal font-normal text-soft">{t(`sandbox.${role}`)}</span>
            </Button>
          </li>
        ))}
      </ul>
    </section>
  )
}
