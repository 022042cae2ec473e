import 'server-only'
import { hasPseudoLanguages } from '#lib/server/config/pseudo-languages.ts'
import {
  FALLBACK_LANGUAGE,
  isPseudo,
  LANGUAGES,
  type Language,
  PSEUDO_LANGUAGES,
} from '#lib/words/languages.ts'

/**
 * The cookie with the language that the person chose. It is set when they choose and at each sign-in, so that
 * pages need not read the person to know the language.
 */
export const LANGUAGE_COOKIE = 'language'

/** Returns the languages of this installation. */
export function availableLanguages(): Language[] {
  const own = Object.keys(LANGUAGES) as Language[]
  return hasPseudoLanguages() ? [...own, ...(Object.keys(PSEUDO_LANGUAGES) as Language[])] : own
}

/**
 * Returns the language that a person chose; null if the person chose none, or one that only an earlier release
 * had.
 */
export function chosenLanguage(stored: string | null): Language | null {
  return availableLanguages().find((language) => language === stored) ?? null
}

/** Returns the language of a mail to a person: the chosen one, or English. */
export function mailLanguage(stored: string | null): Language {
  return chosenLanguage(stored) ?? FALLBACK_LANGUAGE
}

/** Returns the language's own name. */
export function nameOf(language: Language): string {
  return isPseudo(language) ? PSEUDO_LANGUAGES[language].name : LANGUAGES[language].name
}

/** Returns the direction in which a language is written. */
export function directionOf(language: Language): 'ltr' | 'rtl' {
  return isPseudo(language) ? PSEUDO_LANGUAGES[language].dir : LANGUAGES[language].dir
}
