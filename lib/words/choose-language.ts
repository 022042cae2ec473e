import { acceptedTags } from '#lib/locale.ts'
import { FALLBACK_LANGUAGE, type Language } from './languages.ts'

type Wishes = {
  /** The language that the person chose, as the browser's cookie sends it; null if none. */
  cookie: string | null
  /** The request's Accept-Language header: untrusted text. */
  acceptLanguage: string | null
}

/**
 * Returns the language of a request: the one that the person chose, else the first accepted language that
 * Furrow has, else English. `fr-SN` accepts French. Never throws.
 * @param available the languages of this installation
 */
export function chooseLanguage({ cookie, acceptLanguage }: Wishes, available: readonly Language[]): Language {
  for (const tag of [cookie ?? '', ...acceptedTags(acceptLanguage ?? '')]) {
    const found = findLanguage(tag, available)
    if (found !== undefined) return found
  }
  return FALLBACK_LANGUAGE
}

/** Shortens the tag from its end until it names a language: `pt-BR` finds `pt`. */
function findLanguage(tag: string, available: readonly Language[]): Language | undefined {
  const parts = tag.slice(0, 40).toLowerCase().split('-')
  for (; parts.length > 0; parts.pop()) {
    const found = available.find((language) => language.toLowerCase() === parts.join('-'))
    if (found !== undefined) return found
  }
  return undefined
}
