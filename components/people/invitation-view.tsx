'use client'

import { useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { Field } from '#components/ui/field.tsx'
import { richText, useFaultWords, useWords } from '#components/ui/words.tsx'
import { adminApi } from '#lib/admin/paths.ts'
import { explainInLine } from '#lib/api/explain-error.ts'
import { fetchJson } from '#lib/api/fetch-json.ts'
import { paths } from '#lib/paths.ts'
import { accountApi } from '#lib/people/paths.ts'
import { NewPasswordField } from './password-form.tsx'
import { drawAddress, PublicForm, PublicNote } from './public-form.tsx'
import { useForm } from './use-form.ts'

type InvitationViewProps = {
  token: string
  /** The invited person. */
  offer: { name: string; email: string }
  hasSingleSignOn: boolean
}

/** Creates the account of an invitation, with a password or for single sign-on. */
export function InvitationView({ token, offer, hasSingleSignOn }: InvitationViewProps) {
  const t = useWords('people')
  const tForms = useWords('forms')
  const tFaults = useFaultWords()
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
      setLeaving({ fault: explainInLine(error, tFaults) })
    }
  }
  const isLeaving = leaving === 'yes'
  const isBusy = form.isBusy || isLeaving
  const fault = form.fault ?? (typeof leaving === 'object' ? leaving.fault : null)
  return (
    <>
      <PublicForm
        title={t('invitation.title')}
        intro={richText(t.rich('invitation.intro', { email: offer.email, who: drawAddress }))}
        form={{ ...form, fault, isBusy }}
        submitLabel={t('invitation.submit')}
        busyLabel={isLeaving ? t('invitation.submit') : t('invitation.busy')}
      >
        {/* Lets password managers store the e-mail address with the password. */}
        <input type="hidden" name="email" value={offer.email} autoComplete="username" />
        <Field
          label={tForms('name')}
          name="name"
          autoComplete="name"
          maxLength={120}
          defaultValue={offer.name}
        />
        <NewPasswordField name="password" />
      </PublicForm>
      {hasSingleSignOn ? (
        <Button className="mt-3 h-9 w-full" disabled={isBusy} onClick={() => void acceptWithProvider()}>
          {isLeaving ? t('sign-in.leaving') : t('invitation.provider')}
        </Button>
      ) : null}
    </>
  )
}

/** Shown for every link that does not work, whatever the reason. */
export function UselessInvitation() {
  const t = useWords('people')
  return <PublicNote title={t('invitation.useless')}>{t('invitation.useless-text')}</PublicNote>
}
