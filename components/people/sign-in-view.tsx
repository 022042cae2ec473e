'use client'

import Link from 'next/link'
import { type FormEvent, useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { Field } from '#components/ui/field.tsx'
import { explainInLine } from '#lib/api/explain-error.ts'
import { fetchJson } from '#lib/api/fetch-json.ts'
import { formValues } from '#lib/form-values.ts'
import { paths } from '#lib/paths.ts'
import { accountApi } from '#lib/people/paths.ts'
import { ROLE_LABELS, ROLES, type Role } from '#lib/people/roles.ts'
import { FormProblem } from './public-form.tsx'

const NOT_VERIFIED =
  'Your organisation has not verified your e-mail address. Verify it there, then sign in again.'

/** The errors that single sign-on can return, in words that say what to do. */
const SIGN_IN_PROBLEMS: Readonly<Record<string, string>> = {
  signup_disabled:
    'Your organisation knows you, but Furrow does not: nobody here has your e-mail. Ask an admin of Furrow for access.',
  email_not_verified: NOT_VERIFIED,
  account_not_linked: NOT_VERIFIED,
  unable_to_create_session: 'This account is disabled. Ask an admin of Furrow.',
  access_denied: 'You ended the sign-in at your organisation. Try again when you are ready.',
  other: 'Signing in with your organisation did not work. Try again; if it goes on, tell an admin of Furrow.',
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
  const [busy, setBusy] = useState<string | null>(null)
  const [fault, setFault] = useState(
    problem === null ? null : (SIGN_IN_PROBLEMS[problem] ?? SIGN_IN_PROBLEMS.other ?? null),
  )

  const attempt = async (what: string, path: string, body: unknown) => {
    setBusy(what)
    setFault(null)
    try {
      const answer = await fetchJson<{ url?: string }>(path, { method: 'POST', body })
      // A full page load, so that no data of another viewer stays in memory.
      window.location.assign(answer.url ?? next)
    } catch (error) {
      setFault(explainInLine(error))
      setBusy(null)
    }
  }
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    void attempt('password', accountApi.signIn, formValues(event.currentTarget))
  }

  return (
    <>
      <h1 className="mb-1 font-semibold text-xl tracking-tight">Sign in</h1>
      <p className="mb-5 text-soft">What was billed, what was collected.</p>
      {isSandbox ? (
        <SandboxButtons
          busy={busy}
          onChoose={(role) => void attempt(role, accountApi.signInToSandbox, { role })}
        />
      ) : null}
      <FormProblem fault={fault} />
      <form onSubmit={submit} className="flex flex-col gap-3.5">
        <Field label="E-mail" name="email" type="email" autoComplete="username" autoFocus={!isSandbox} />
        <Field label="Password" name="password" type="password" autoComplete="current-password" />
        <Button type="submit" variant="primary" className="mt-1 h-9" disabled={busy !== null}>
          {busy === 'password' ? 'Signing in …' : 'Sign in'}
        </Button>
      </form>
      <p className="mt-3">
        <Link href={paths.forgottenPassword} className="text-accent underline">
          Forgot your password?
        </Link>
      </p>
      {hasSingleSignOn ? (
        <Button
          className="mt-3 h-9 w-full"
          disabled={busy !== null}
          onClick={() => void attempt('oidc', accountApi.startSingleSignOn, { next })}
        >
          {busy === 'oidc' ? 'Leaving for your organisation …' : 'Sign in with your organisation'}
        </Button>
      ) : null}
      <p className="mt-6 text-soft">
        No account?{' '}
        <Link href={paths.requestAccess} className="text-accent underline">
          Request access
        </Link>
      </p>
    </>
  )
}

const SANDBOX_SCOPES: Record<Role, string> = {
  financier: 'two funding sources',
  operator: 'everything, and looks after sources',
  admin: 'everything, and who may see it',
}

function SandboxButtons({ busy, onChoose }: { busy: string | null; onChoose: (role: Role) => void }) {
  return (
    <section aria-label="Sandbox" className="mb-6 border-line border-b pb-6">
      <p className="mb-2.5 text-soft">
        This is the sandbox: all data is invented. Look around as one of three people.
      </p>
      <ul className="flex flex-col gap-1.5">
        {ROLES.map((role) => (
          <li key={role}>
            <Button
              className="h-auto min-h-9 w-full justify-start py-1.5 text-start"
              disabled={busy !== null}
              onClick={() => onChoose(role)}
            >
              <span className="w-[66px] shrink-0">{ROLE_LABELS[role]}</span>
              <span className="min-w-0 whitespace-normal font-normal text-soft">
                sees {SANDBOX_SCOPES[role]}
              </span>
            </Button>
          </li>
        ))}
      </ul>
    </section>
  )
}
