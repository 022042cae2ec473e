import type { Metadata } from 'next'
import { AskAnAdmin, ForgottenPasswordView } from '#components/people/forgotten-password-view.tsx'
import { env } from '#lib/server/config/env.ts'

export const metadata: Metadata = { title: 'Forgotten password' }

export default function ForgottenPasswordPage() {
  const { mail, oidc } = env()
  const hasSingleSignOn = oidc !== null
  return mail === null ? (
    <AskAnAdmin hasSingleSignOn={hasSingleSignOn} />
  ) : (
    <ForgottenPasswordView hasSingleSignOn={hasSingleSignOn} />
  )
}
