import type { Metadata } from 'next'
import type { ReactNode } from 'react'
import { PageWords } from '#app/page-words.tsx'
import { readerLanguage } from '#lib/server/words/reader-language.ts'
import { wordsIn } from '#lib/server/words/words.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: wordsIn(await readerLanguage(), 'changes')('title') }
}

export default function ChangesLayout({ children }: { children: ReactNode }) {
  return <PageWords areas={['changes']}>{children}</PageWords>
}
