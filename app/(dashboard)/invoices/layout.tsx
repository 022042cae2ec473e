import type { Metadata } from 'next'
import type { ReactNode } from 'react'
import { PageWords } from '#app/page-words.tsx'
import { readerLanguage } from '#lib/server/words/reader-language.ts'
import { wordsIn } from '#lib/server/words/words.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: wordsIn(await readerLanguage(), 'invoices')('title') }
}

export default function InvoicesLayout({ children }: { children: ReactNode }) {
  return <PageWords areas={['detail', 'filters', 'invoices', 'list']}>{children}</PageWords>
}
