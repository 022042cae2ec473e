import type { Translation } from './areas.ts'

/** A language: its file exports one of these. */
export type LanguageEntry = {
  /** The language's own name, in the menu of languages. */
  name: string
  /** The direction in which the language is written. */
  dir: 'ltr' | 'rtl'
  texts: Translation
}

/** Every language that a reader can choose. A new language is one file beside this one and its name here. */
export const LANGUAGES = {
  en: { name: 'English', dir: 'ltr', texts: {} },
} as const satisfies Record<string, LanguageEntry>

/**
 * Languages for development and tests, made from English by `pseudo`. `en-XA` is accented and 40 % longer;
 * `en-XB` runs right to left.
 */
export const PSEUDO_LANGUAGES = {
  'en-XA': { name: 'English, accented and longer', dir: 'ltr' },
  'en-XB': { name: 'English, from right to left', dir: 'rtl' },
} as const

export type PseudoLanguage = keyof typeof PSEUDO_LANGUAGES
export type Language = keyof typeof LANGUAGES | PseudoLanguage

export const FALLBACK_LANGUAGE = 'en' satisfies Language

/** True for the languages of development and tests. */
export function isPseudo(language: Language): language is PseudoLanguage {
  return language in PSEUDO_LANGUAGES
}
