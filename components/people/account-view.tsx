'use client'

import { type Account, ROLE_LABELS } from '#components/shell/account.ts'
import { PasswordForm } from './password-form.tsx'
import { SessionList } from './session-list.tsx'

/** A person's own account: what she may see, where she is signed in, and her password. */
export function AccountView({ account, hasPassword }: { account: Account; hasPassword: boolean }) {
  const { name, role, fundingSources } = account
  return (
    <div className="mx-auto max-w-[760px] px-4 pt-5 pb-12 md:px-8 md:pt-7">
      <h1 className="page-title">{name}</h1>
      <p className="mt-0.5 max-w-[68ch] text-pretty text-soft">
        {ROLE_LABELS[role]}.{' '}
        {fundingSources === 'all' ? 'Sees all funding sources.' : scopeOf(fundingSources)} Only an admin can
        change that.
      </p>
      <SessionList />
      <section aria-labelledby="password-heading" className="mt-8">
        <h2 id="password-heading" className="font-semibold text-lg">
          Password
        </h2>
        {hasPassword ? (
          <PasswordForm />
        ) : (
          <p className="mt-1 text-soft">You sign in without a password, so there is none to change.</p>
        )}
      </section>
    </div>
  )
}

function scopeOf(fundingSources: readonly string[]): string {
  return fundingSources.length === 0
    ? 'Sees no funding source yet.'
    : `Sees the funding sources ${fundingSources.join(', ')}.`
}
