import type { Metadata } from 'next'
import { AskAnAdmin, ForgottenPasswordView } from '#components/people/forgotten-password-view.tsx'
import { env } from '#lib/server/config/env.ts'
import { readerLanguage } from '#lib/server/words/reader-language.ts'
import { wordsIn } from '#lib/server/words/words.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: wordsIn(await readerLanguage(), 'people')('forgotten.page') }
}

export default function ForgottenPasswordPage() {
  const { mail, oidc } = env()
  const hasSingleSignOn = oidc !== null
  return mail === null ? (
    <AskAnAdmin hasSingleSignOn={hasSingleSignOn} />
  ) : (
    <ForgottenPasswordView hasSingleSignOn={hasSingleSignOn} />
  )
}
