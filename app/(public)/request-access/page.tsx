import type { Metadata } from 'next'
import { RequestAccessView } from '#components/people/request-access-view.tsx'
import { readerLanguage } from '#lib/server/words/reader-language.ts'
import { wordsIn } from '#lib/server/words/words.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: wordsIn(await readerLanguage(), 'people')('request.title') }
}

export default function RequestAccessPage() {
  return <RequestAccessView />
}
