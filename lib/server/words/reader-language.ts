import 'server-only'
import { cookies, headers } from 'next/headers'
import type { LocaleRules } from '#lib/locale.ts'
import { chooseLanguage } from '#lib/words/choose-language.ts'
import type { Language } from '#lib/words/languages.ts'
import { readLocaleRules } from '#lib/words/locale-rules.ts'
import { availableLanguages, LANGUAGE_COOKIE } from './installed-languages.ts'

/** Returns the language of the page being rendered. */
export async function readerLanguage(): Promise<Language> {
  const cookie = (await cookies()).get(LANGUAGE_COOKIE)?.value ?? null
  const acceptLanguage = (await headers()).get('accept-language')
  return chooseLanguage({ cookie, acceptLanguage }, availableLanguages())
}

/** Returns the language of the caller of a route. */
export function languageOf({ headers: sent }: Request): Language {
  const [, cookie = null] =
    new RegExp(`(?:^|;\\s*)${LANGUAGE_COOKIE}=([^;]*)`).exec(sent.get('cookie') ?? '') ?? []
  return chooseLanguage({ cookie, acceptLanguage: sent.get('accept-language') }, availableLanguages())
}

/** Returns how numbers, days and lists are written on the page being rendered. */
export async function readerRules(): Promise<LocaleRules> {
  return readLocaleRules((await headers()).get('accept-language'), await readerLanguage())
}
