import type { Metadata } from 'next'
import { SetupView } from '#components/people/setup-view.tsx'
import { isSetupOpen } from '#lib/server/auth/first-admin.ts'
import { readForPage } from '#lib/server/http/page-fault.ts'
import { readerLanguage } from '#lib/server/words/reader-language.ts'
import { wordsIn } from '#lib/server/words/words.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: wordsIn(await readerLanguage(), 'people')('setup.page') }
}

export default async function SetupPage({ searchParams }: PageProps<'/setup'>) {
  const { token } = await searchParams
  const given = typeof token === 'string' ? token : ''
  return <SetupView token={(await readForPage(isSetupOpen(given))) ? given : null} />
}
