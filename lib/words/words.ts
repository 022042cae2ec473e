import type { GetICUArgs } from '@schummar/icu-type-parser'
import format, { type CompiledMessage } from 'icu-minify/format'
import type { Area, KeyOf, MessageOf } from './areas.ts'
import type { Language } from './languages.ts'

/** Compiled texts of an area by key, as the server sends them to the browser. */
export type Texts = Readonly<Record<string, CompiledMessage>>

type Values<Message extends string> = GetICUArgs<
  Message,
  { ICUArgument: string; ICUNumberArgument: number; ICUDateArgument: never }
>
/** A function for each tag of the message, e.g. `link` for `<link>…</link>`. */
type Tags<
  Message extends string,
  Node,
> = Message extends `${infer Before}<${infer Tag}>${infer Inside}</${string}>${infer After}`
  ? Record<Tag, (inside: (string | Node)[]) => Node> & Tags<`${Before}${Inside}${After}`, Node>
  : unknown
/** What a text with tags takes: its arguments, and a function for each tag. */
export type RichValues<Message extends string, Node> = Values<Message> & Tags<Message, Node>
/** No argument for a text that takes none, so that one too many does not compile either. */
type Given<Values> = keyof Values extends never ? [] : [values: Values]

/** Returns the texts of one area in the reader's language. */
export type Words<A extends Area> = {
  <K extends KeyOf<A>>(key: K, ...given: Given<Values<MessageOf<A, K>>>): string
  /** A text with tags, as its parts in order; each tag is drawn by the function of its name. */
  rich: <K extends KeyOf<A>, Node>(
    key: K,
    values: RichValues<MessageOf<A, K>, Node>,
  ) => readonly (string | Node)[]
  /** True for a key that has a text, for keys that another server named. */
  has: (key: string) => boolean
}

/** The reader: the language, and how to write a number. */
export type Reader = { language: Language; count: (value: number) => string }

const pluralRules = new Map<string, Intl.PluralRules>()

/**
 * Creates the function that returns an area's texts. Pure: the same texts and reader give the same
 * characters on the server and in the browser. Plurals follow the language; numbers follow the reader.
 */
export function createWords<A extends Area>(texts: Texts, { language, count }: Reader): Words<A> {
  // The formatter calls `format` alone; the rest of Intl.NumberFormat is never used.
  const numbers = { format: count } as unknown as Intl.NumberFormat
  const formatters = {
    getNumberFormat: () => numbers,
    getPluralRules: (_: unknown, options?: Intl.PluralRulesOptions) => rulesOf(language, options),
    getDateTimeFormat: () => {
      throw new TypeError('Texts take days as text, printed by Format')
    },
  }
  const print = <Node>(key: string, values?: Parameters<typeof format<Node>>[2]) =>
    format<Node>(texts[key] ?? key, language, values, { formatters })
  const words = (key: string, values?: Parameters<typeof format>[2]) => String(print(key, values))
  const rich = <Node>(key: string, values?: Parameters<typeof format<Node>>[2]) => {
    const parts = print<Node>(key, values)
    return Array.isArray(parts) ? parts : [parts]
  }
  const has = (key: string) => Object.hasOwn(texts, key)
  return Object.assign(words, { rich, has }) as Words<A>
}

function rulesOf(language: Language, options?: Intl.PluralRulesOptions): Intl.PluralRules {
  const id = `${language} ${options?.type}`
  const known = pluralRules.get(id) ?? new Intl.PluralRules(language, options)
  pluralRules.set(id, known)
  return known
}
