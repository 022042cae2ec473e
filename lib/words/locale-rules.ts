import { namesIn } from '#lib/language-names.ts'
import { type DayShapes, type LanguageNames, type LocaleRules, readConventions } from '#lib/locale.ts'
import { textsOf } from './compile-texts.ts'
import { FALLBACK_LANGUAGE, isPseudo, type Language } from './languages.ts'
import { pseudo } from './pseudo.ts'
import { createWords } from './words.ts'

/**
 * Returns the rules by which one reader's numbers, days and lists are written. Names of months and the words
 * around a day follow the language of the texts; separators and the order of day and month follow the
 * header, as `readConventions` says. Never throws.
 * @param acceptLanguage the request's Accept-Language header, or a language tag
 */
export function readLocaleRules(
  acceptLanguage: string | null,
  language: Language = FALLBACK_LANGUAGE,
): LocaleRules {
  const conventions = readConventions(acceptLanguage, language)
  return { ...conventions, ...namesOf(language), days: shapesIn(language, conventions.isMonthFirst) }
}

/** The names of a pseudo-language are those of English in disguise. */
function namesOf(language: Language): LanguageNames {
  if (!isPseudo(language)) return namesIn(language)
  const { list, ...names } = namesIn('en')
  const disguised = Object.entries(names).map(([kind, texts]) => [
    kind,
    texts.map((text) => String(pseudo(text, language))),
  ])
  return { ...Object.fromEntries(disguised), list }
}

/** Returns the shapes with their slots still open: each argument of a text is its own slot. */
function shapesIn(language: Language, isMonthFirst: boolean): DayShapes {
  const t = createWords<'format'>(textsOf(language, 'format'), { language, count: String })
  const [day, month, year] = ['{day}', '{month}', '{year}']
  const inMonth = { from: '{from}', to: '{to}', month, year }
  return {
    full: isMonthFirst ? t('month-first.full', { day, month, year }) : t('full', { day, month, year }),
    short: isMonthFirst ? t('month-first.short', { day, month }) : t('short', { day, month }),
    inMonth: isMonthFirst ? t('month-first.in-month', inMonth) : t('in-month', inMonth),
    weekday: t('weekday', { weekday: '{weekday}', day }),
    from: t('from', { day }),
    until: t('until', { day }),
  }
}
