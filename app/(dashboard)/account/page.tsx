import { dehydrate } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { AccountView } from '#components/people/account-view.tsx'
import { Hydrated } from '#components/shell/hydrated.tsx'
import { prefetch } from '#lib/api/prefetch.ts'
import { getQueryClient } from '#lib/api/query-client.ts'
import { peopleQueries } from '#lib/people/queries.ts'
import { languageChoicesOf } from '#lib/server/auth/own-language.ts'
import { passwordHashOf } from '#lib/server/auth/passwords.ts'
import { openSessionsOf } from '#lib/server/auth/sessions.ts'
import { currentViewer } from '#lib/server/auth/viewer.ts'
import { readForPage } from '#lib/server/http/page-fault.ts'
import { readerLanguage } from '#lib/server/words/reader-language.ts'
import { wordsIn } from '#lib/server/words/words.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: wordsIn(await readerLanguage(), 'account')('account.title') }
}

export default async function AccountPage() {
  const viewer = await currentViewer()
  const cookie = (await headers()).get('cookie')
  const client = getQueryClient()
  await prefetch(client, peopleQueries.ownSessions(), () => openSessionsOf(viewer.id, cookie))
  const { name, role, fundingSources } = viewer
  return (
    <Hydrated state={dehydrate(client)}>
      <AccountView
        account={{ name, role, fundingSources }}
        language={await readForPage(languageChoicesOf(viewer.id))}
        hasPassword={(await readForPage(passwordHashOf(viewer.id))) !== null}
      />
    </Hydrated>
  )
}
