import 'server-only'
import { createFormat } from '#lib/format.ts'
import type { Area } from '#lib/words/areas.ts'
import { textsOf } from '#lib/words/compile-texts.ts'
import { FALLBACK_LANGUAGE, type Language } from '#lib/words/languages.ts'
import { readLocaleRules } from '#lib/words/locale-rules.ts'
import { createWords, type Texts, type Words } from '#lib/words/words.ts'

/** Returns an area's texts for code on the server: pages, mails and commands. */
export function wordsIn<A extends Area>(
  language: Language,
  area: A,
  count: (value: number) => string = countIn(language),
): Words<A> {
  return createWords<A>(textsOf(language, area), { language, count })
}

const counts = new Map<Language, (value: number) => string>()

/** Returns how a language writes numbers, found out once. */
function countIn(language: Language): (value: number) => string {
  const count = counts.get(language) ?? createFormat(readLocaleRules(language, language), 'UTC').count
  counts.set(language, count)
  return count
}

/** Returns an area's English texts, for answers that stay English in every language. */
export function english<A extends Area>(area: A): Words<A> {
  return wordsIn(FALLBACK_LANGUAGE, area)
}

/** Returns the compiled texts of some areas, to send them to the browser. */
export function textsFor<A extends Area>(
  language: Language,
  areas: readonly A[],
): Partial<Record<Area, Texts>> {
  return Object.fromEntries(areas.map((area) => [area, textsOf(language, area)]))
}
