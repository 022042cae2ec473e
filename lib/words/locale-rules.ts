import { namesIn } from '#lib/language-names.ts'
import {
  type DayShapes,
  type LanguageNames,
  type LocaleRules,
  readConventions,
  type UnitShapes,
} from '#lib/locale.ts'
import { textsOf } from './compile-texts.ts'
import { FALLBACK_LANGUAGE, isPseudo, LANGUAGES, type Language, PSEUDO_LANGUAGES } from './languages.ts'
import { pseudo } from './pseudo.ts'
import { createWords, type Words } from './words.ts'

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
  const t = createWords<'format'>(textsOf(language, 'format'), { language, count: String })
  const days = dayShapes(t, conventions.isMonthFirst)
  return { ...conventions, ...namesOf(language), days, units: unitShapes(t), signMark: signMarkOf(language) }
}

const LEFT_TO_RIGHT_MARK = '\u200e'

function signMarkOf(language: Language): string {
  const { dir } = isPseudo(language) ? PSEUDO_LANGUAGES[language] : LANGUAGES[language]
  return dir === 'rtl' ? LEFT_TO_RIGHT_MARK : ''
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
function dayShapes(t: Words<'format'>, isMonthFirst: boolean): DayShapes {
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

function unitShapes(t: Words<'format'>): UnitShapes {
  const slot = { number: '{number}' }
  return {
    compact: [t('thousands', slot), t('millions', slot), t('billions', slot), t('trillions', slot)],
    points: t('points', slot),
  }
}
