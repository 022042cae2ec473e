import type { CompiledMessage } from 'icu-minify/format'
import type { PseudoLanguage } from './languages.ts'

const ACCENTED: Record<string, string> = Object.fromEntries(
  [...'aáeéiíoóuúAÁEÉIÍOÓUÚcçCÇnñNÑyýYÝsšSŠzžZŽ'].flatMap((letter, index, all) =>
    index % 2 === 0 ? [[letter, all[index + 1] ?? letter]] : [],
  ),
)
const LONGER_BY = 0.4
const FILLER = 'lorem ipsum dolor sit amet consectetur adipiscing elit sed do eiusmod tempor '
/** An Arabic letter for each of a to z. Direction marks would not do: Furrow shows hidden characters. */
const ARABIC = 'ابثدهفجحيزكلمنوپقرستعڤغخضظ'

/**
 * Turns a compiled English text into one of a pseudo-language. Arguments, plural forms and tags stay as they
 * are; only the text between them changes.
 */
export function pseudo(message: CompiledMessage, language: PseudoLanguage): CompiledMessage {
  const disguise = language === 'en-XA' ? lengthen : mirror
  return mapText(message, disguise) as CompiledMessage
}

/**
 * Maps every text of a compiled message. A list is a sequence of nodes; a node is text, the number of a
 * plural (0), or `[name, type, forms or style]`, or `[tag, …nodes]`.
 */
function mapText(message: unknown, disguise: (text: string) => string): unknown {
  if (typeof message === 'string') return disguise(message)
  return Array.isArray(message) ? message.map((node) => mapNode(node, disguise)) : message
}

function mapNode(node: unknown, disguise: (text: string) => string): unknown {
  if (!Array.isArray(node)) return mapText(node, disguise)
  const [name, type, forms, ...rest] = node
  if (node.length === 1) return node
  // A number after the name is the type of an argument, except 0, which is a plural's number inside a tag.
  if (typeof type !== 'number' || type === 0) {
    return [name, ...node.slice(1).map((inside) => mapNode(inside, disguise))]
  }
  if (!isForms(forms)) return node
  const mapped = Object.entries(forms).map(([form, inside]) => [form, mapText(inside, disguise)])
  return [name, type, Object.fromEntries(mapped), ...rest]
}

/** Plural and select carry an object of forms, which are texts, lists or a plural's number. */
function isForms(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && 'other' in value
}

function lengthen(text: string): string {
  const [, before = '', words = '', after = ''] = /^(\s*)(.*?)(\s*)$/su.exec(text) ?? []
  if (!/\p{L}/u.test(words)) return text
  const accented = words.replace(/[A-Za-z]/g, (letter) => ACCENTED[letter] ?? letter)
  const extra = Math.max(1, Math.ceil(words.length * LONGER_BY) - 1)
  const filler = FILLER.repeat(Math.ceil(extra / FILLER.length))
    .slice(0, extra)
    .replace(/ $/, '~')
  return `${before}${accented} ${filler}${after}`
}

function mirror(text: string): string {
  return text.replace(/[A-Za-z]/g, (letter) => ARABIC[letter.toLowerCase().charCodeAt(0) - 97] ?? letter)
}
