'use client'

import { createContext, createElement, Fragment, type ReactNode, use, useMemo } from 'react'
import { FAULT_AREAS, type FaultWords } from '#lib/api/explain-error.ts'
import type { Area } from '#lib/words/areas.ts'
import type { Language } from '#lib/words/languages.ts'
import { createWords, type Texts, type Words } from '#lib/words/words.ts'
import { useFormat } from './reader.tsx'

type Spoken = { language: Language; texts: Partial<Record<Area, Texts>> }
const WordsContext = createContext<Spoken | null>(null)

/** Provides the texts of some areas to everything below, beside the areas of providers above. */
export function WordsProvider({ language, texts, children }: Spoken & { children: ReactNode }) {
  const above = use(WordsContext)
  const spoken = useMemo(() => ({ language, texts: { ...above?.texts, ...texts } }), [above, language, texts])
  return <WordsContext value={spoken}>{children}</WordsContext>
}

/** Returns the texts of an area in the reader's language. The page must provide the area. */
export function useWords<A extends Area>(area: A): Words<A> {
  const { count } = useFormat()
  const spoken = use(WordsContext)
  const texts = spoken?.texts[area]
  if (!spoken || !texts) throw new Error(`WordsProvider with the texts of ${area} is missing above`)
  const { language } = spoken
  return useMemo(() => createWords<A>(texts, { language, count }), [texts, language, count])
}

/** Returns the texts of problems: those of every page and those of the areas that this page has. */
export function useFaultWords(): FaultWords {
  const { count, instant } = useFormat()
  const spoken = use(WordsContext)
  if (!spoken) throw new Error('WordsProvider is missing above')
  return useMemo(() => {
    const texts = Object.assign({}, ...FAULT_AREAS.map((area) => spoken.texts[area]))
    const words = createWords<'faults'>(texts, { language: spoken.language, count })
    return Object.assign(words, { instant })
  }, [spoken, count, instant])
}

/** Draws the parts of a text with tags. */
export function richText(parts: readonly ReactNode[]): ReactNode {
  return createElement(Fragment, null, ...parts)
}
