import type { Metadata } from 'next'
import { InvitationView, UselessInvitation } from '#components/people/invitation-view.tsx'
import { readOffer } from '#lib/server/auth/accept-invitation.ts'
import { env } from '#lib/server/config/env.ts'
import { readForPage } from '#lib/server/http/page-fault.ts'
import { readerLanguage } from '#lib/server/words/reader-language.ts'
import { wordsIn } from '#lib/server/words/words.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: wordsIn(await readerLanguage(), 'people')('invitation.page'), referrer: 'no-referrer' }
}

export default async function InvitationPage({ params }: PageProps<'/invitation/[token]'>) {
  const { token } = await params
  const offer = await readForPage(readOffer(token))
  if (offer === null) return <UselessInvitation />
  return <InvitationView token={token} offer={offer} hasSingleSignOn={env().oidc !== null} />
}
