'use client'

import { useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { Field } from '#components/ui/field.tsx'
import { adminApi } from '#lib/admin/paths.ts'
import { explainInLine } from '#lib/api/explain-error.ts'
import { fetchJson } from '#lib/api/fetch-json.ts'
import { paths } from '#lib/paths.ts'
import { accountApi } from '#lib/people/paths.ts'
import { NewPasswordField, PublicForm, PublicNote } from './public-form.tsx'
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
  const form = useForm(
    adminApi.acceptInvitation,
    ({ name, password }) => ({ token, name, password }),
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
  const isBusy = form.isBusy || isLeaving
  const fault = form.fault ?? (typeof leaving === 'object' ? leaving.fault : null)
  return (
    <>
      <PublicForm
        title="Welcome to Furrow"
        intro={
          <>
            You are invited as <span className="break-words font-medium text-ink">{offer.email}</span>. Choose
            how you will sign in.
          </>
        }
        form={{ ...form, fault, isBusy }}
        submitLabel="Make my account and sign in"
        busyLabel={isLeaving ? 'Make my account and sign in' : 'Making your account …'}
      >
        {/* Lets password managers store the e-mail address with the password. */}
        <input type="hidden" name="email" value={offer.email} autoComplete="username" />
        <Field label="Name" name="name" autoComplete="name" maxLength={120} defaultValue={offer.name} />
        <NewPasswordField name="password" />
      </PublicForm>
      {hasSingleSignOn ? (
        <Button className="mt-3 h-9 w-full" disabled={isBusy} onClick={() => void acceptWithProvider()}>
          {isLeaving ? 'Leaving for your organisation …' : 'Sign in with your organisation instead'}
        </Button>
      ) : null}
    </>
  )
}

/** Shown for every link that does not work, whatever the reason. */
export function UselessInvitation() {
  return (
    <PublicNote title="This invitation link does not work">
      It was used, withdrawn or is older than a week. Ask whoever invited you for a new one; if you have an
      account, sign in.
    </PublicNote>
  )
}
