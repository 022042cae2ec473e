import { FAULT_AREAS } from '#lib/api/explain-error.ts'
import { createFormat } from '#lib/format.ts'
import { textsOf } from '#lib/words/compile-texts.ts'
import type { Language } from '#lib/words/languages.ts'
import { readLocaleRules } from '#lib/words/locale-rules.ts'
import { createWords, type Words } from '#lib/words/words.ts'

/**
 * Returns the texts of problems on a page that has these areas, as `useFaultWords` does in the browser.
 * @param areas by default those of all screens, where a text of a later area replaces one of an earlier area
 */
export function faultWords(
  language: Language = 'en',
  areas: readonly (typeof FAULT_AREAS)[number][] = FAULT_AREAS,
): Words<'faults'> {
  const texts = Object.assign({}, ...areas.map((area) => textsOf(language, area)))
  const { count } = createFormat(readLocaleRules('en', 'en'), 'UTC')
  return createWords<'faults'>(texts, { language, count })
}
