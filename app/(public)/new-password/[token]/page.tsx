import type { Metadata } from 'next'
import { NewPasswordView, UselessPasswordLink } from '#components/people/new-password-view.tsx'
import { readLinkOwner } from '#lib/server/auth/forgotten-password.ts'
import { readForPage } from '#lib/server/http/page-fault.ts'
import { readerLanguage } from '#lib/server/words/reader-language.ts'
import { wordsIn } from '#lib/server/words/words.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: wordsIn(await readerLanguage(), 'password')('new-password'), referrer: 'no-referrer' }
}

export default async function NewPasswordPage({ params }: PageProps<'/new-password/[token]'>) {
  const { token } = await params
  const owner = await readForPage(readLinkOwner(token))
  return owner === null ? <UselessPasswordLink /> : <NewPasswordView token={token} email={owner.email} />
}
