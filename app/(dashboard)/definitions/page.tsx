import type { Metadata } from 'next'
import { Definitions } from '#components/definitions/definitions.tsx'
import { readerLanguage } from '#lib/server/words/reader-language.ts'
import { wordsIn } from '#lib/server/words/words.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: wordsIn(await readerLanguage(), 'definitions')('title') }
}

export default async function DefinitionsPage() {
  return <Definitions t={wordsIn(await readerLanguage(), 'definitions')} />
}
