import type { ReactNode } from 'react'
import { WordsProvider } from '#components/ui/words.tsx'
import { readerLanguage } from '#lib/server/words/reader-language.ts'
import { textsFor } from '#lib/server/words/words.ts'
import type { Area } from '#lib/words/areas.ts'

/** Sends the texts of a page's areas to the browser, in the reader's language. */
export async function PageWords({ areas, children }: { areas: readonly Area[]; children: ReactNode }) {
  const language = await readerLanguage()
  return (
    <WordsProvider language={language} texts={textsFor(language, areas)}>
      {children}
    </WordsProvider>
  )
}
