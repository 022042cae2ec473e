import { FAULT_AREAS, type FaultWords } from '#lib/api/explain-error.ts'
import { createFormat } from '#lib/format.ts'
import { textsOf } from '#lib/words/compile-texts.ts'
import type { Language } from '#lib/words/languages.ts'
import { readLocaleRules } from '#lib/words/locale-rules.ts'
import { createWords } from '#lib/words/words.ts'

/**
 * Returns the texts of problems on a page that has these areas, as `useFaultWords` does in the browser.
 * @param areas by default those of all screens, where a text of a later area replaces one of an earlier area
 */
export function faultWords(
  language: Language = 'en',
  areas: readonly (typeof FAULT_AREAS)[number][] = FAULT_AREAS,
): FaultWords {
  const texts = Object.assign({}, ...areas.map((area) => textsOf(language, area)))
  const { count, instant } = createFormat(readLocaleRules('en', 'en'), 'UTC')
  return Object.assign(createWords<'faults'>(texts, { language, count }), { instant })
}
