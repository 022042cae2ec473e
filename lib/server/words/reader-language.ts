import 'server-only'
import { cookies, headers } from 'next/headers'
import { hasPseudoLanguages } from '#lib/server/config/pseudo-languages.ts'
import { chooseLanguage } from '#lib/words/choose-language.ts'
import { isPseudo, LANGUAGES, type Language, PSEUDO_LANGUAGES } from '#lib/words/languages.ts'

/** The cookie that stores the language chosen in this browser. */
const LANGUAGE_COOKIE = 'language'

/** Returns the languages of this installation. */
function availableLanguages(): Language[] {
  const own = Object.keys(LANGUAGES) as Language[]
  return hasPseudoLanguages() ? [...own, ...(Object.keys(PSEUDO_LANGUAGES) as Language[])] : own
}

/**
 * Returns the language of the page being rendered.
 * @param setting the language that the signed-in person chose; null if none
 */
export async function readerLanguage(setting: string | null = null): Promise<Language> {
  const cookie = (await cookies()).get(LANGUAGE_COOKIE)?.value ?? null
  const acceptLanguage = (await headers()).get('accept-language')
  return chooseLanguage({ setting, cookie, acceptLanguage }, availableLanguages())
}

/** Returns the direction in which a language is written. */
export function directionOf(language: Language): 'ltr' | 'rtl' {
  return isPseudo(language) ? PSEUDO_LANGUAGES[language].dir : LANGUAGES[language].dir
}
