import compile from 'icu-minify/compile'
import type { CompiledMessage } from 'icu-minify/format'
import { type Area, ENGLISH } from './areas.ts'
import { isPseudo, LANGUAGES, type Language } from './languages.ts'
import { pseudo } from './pseudo.ts'
import type { Texts } from './words.ts'

const compiled = new Map<string, Texts>()

/**
 * Returns an area's texts of a language, compiled once per process; texts without a translation are English.
 * The parser of messages is large: the browser gets compiled texts and never imports this file.
 */
export function textsOf(language: Language, area: Area): Texts {
  const id = `${language} ${area}`
  const known = compiled.get(id) ?? compileArea(language, area)
  compiled.set(id, known)
  return known
}

function compileArea(language: Language, area: Area): Texts {
  const english: Record<string, string> = ENGLISH[area]
  const translated = isPseudo(language) ? {} : (LANGUAGES[language].texts as Record<string, object>)[area]
  return Object.fromEntries(
    Object.entries({ ...english, ...translated }).map(([key, message]) => [
      key,
      toCompiled(message, language),
    ]),
  )
}

function toCompiled(message: string, language: Language): CompiledMessage {
  // The compiler makes objects without a prototype, which React does not send to the browser.
  const plain: CompiledMessage = JSON.parse(JSON.stringify(compile(message)))
  return isPseudo(language) ? pseudo(plain, language) : plain
}
