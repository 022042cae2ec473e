import { createFormat } from '#lib/format.ts'
import type { Area } from '#lib/words/areas.ts'
import { textsOf } from '#lib/words/compile-texts.ts'
import type { Language } from '#lib/words/languages.ts'
import { readLocaleRules } from '#lib/words/locale-rules.ts'
import { createWords, type Words } from '#lib/words/words.ts'

/** Returns an area's texts as a page shows them to a reader of this language. */
export function wordsOf<A extends Area>(language: Language, area: A): Words<A> {
  const { count } = createFormat(readLocaleRules(language, language), 'UTC')
  return createWords<A>(textsOf(language, area), { language, count })
}
