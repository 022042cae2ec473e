'use client'

import Link from 'next/link'
import { useState } from 'react'
import { Button, buttonClass } from '#components/ui/button.tsx'
import { Field } from '#components/ui/field.tsx'
import { adminApi } from '#lib/admin/paths.ts'
import { explainInLine } from '#lib/api/explain-error.ts'
import { fetchJson } from '#lib/api/fetch-json.ts'
import { paths } from '#lib/paths.ts'
import { accountApi } from '#lib/people/paths.ts'
import { FormProblem } from './form-problem.tsx'
import { PASSWORD_HINT } from './problems.ts'
import { useForm } from './use-form.ts'

type InvitationViewProps = {
  token: string
  /** The invited person. */
  offer: { name: string; email: string }
  hasSingleSignOn: boolean
}

/** Creates the account of an invitation, with a password or for single sign-on. */
export function InvitationView({ token, offer, hasSingleSignOn }: InvitationViewProps) {
  const [leaving, setLeaving] = useState<'no' | 'yes' | { fault: string }>('no')
  const { fault, isBusy, submit } = useForm(
    adminApi.acceptInvitation,
    (form) => ({ token, name: String(form.get('name')), password: String(form.get('password')) }),
    // A full page load, so that the page is rendered for the new session.
    () => window.location.assign(paths.overview),
  )
  const acceptWithProvider = async () => {
    setLeaving('yes')
    try {
      const body = { token, name: offer.name, password: null }
      await fetchJson(adminApi.acceptInvitation, { method: 'POST', body })
      const { url } = await fetchJson<{ url: string }>(accountApi.startSingleSignOn, {
        method: 'POST',
        body: { next: paths.overview },
      })
      window.location.assign(url)
    } catch (error) {
      setLeaving({ fault: explainInLine(error) })
    }
  }
  const isLeaving = leaving === 'yes'
  return (
    <>
      <h1 className="mb-1 font-semibold text-xl tracking-tight">Welcome to Furrow</h1>
      <p className="mb-5 text-pretty text-soft">
        You are invited as <span className="break-words font-medium text-ink">{offer.email}</span>. Choose how
        you will sign in.
      </p>
      <FormProblem fault={fault ?? (typeof leaving === 'object' ? leaving.fault : null)} />
      <form onSubmit={submit} className="flex flex-col gap-3.5">
        {/* Lets password managers store the e-mail address with the password. */}
        <input type="hidden" name="email" value={offer.email} autoComplete="username" />
        <Field label="Name" name="name" autoComplete="name" maxLength={120} defaultValue={offer.name} />
        <Field
          label="Password"
          name="password"
          type="password"
          autoComplete="new-password"
          hint={PASSWORD_HINT}
        />
        <Button type="submit" variant="primary" className="mt-1 h-9" disabled={isBusy || isLeaving}>
          {isBusy ? 'Making your account …' : 'Make my account and sign in'}
        </Button>
      </form>
      {hasSingleSignOn ? (
        <Button
          className="mt-3 h-9 w-full"
          disabled={isBusy || isLeaving}
          onClick={() => void acceptWithProvider()}
        >
          {isLeaving ? 'Leaving for your organisation …' : 'Sign in with your organisation instead'}
        </Button>
      ) : null}
    </>
  )
}

/** Shown for every link that does not work, whatever the reason. */
export function UselessInvitation() {
  return (
    <>
      <h1 className="mb-1 font-semibold text-xl tracking-tight">This invitation link does not work</h1>
      <p className="mb-5 text-pretty text-soft">
        It was used, withdrawn or is older than a week. Ask whoever invited you for a new one; if you have an
        account, sign in.
      </p>
      <Link href={paths.signIn} className={buttonClass()}>
        Sign in
      </Link>
    </>
  )
}
