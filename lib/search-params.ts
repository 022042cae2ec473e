import { createMultiParser, createParser } from 'nuqs/server'
import { readDay } from './calendar-date.ts'
import { invalidParameters } from './errors.ts'

/** Most values that one filter accepts at once. */
export const MAX_LIST_VALUES = 50
const MAX_SEARCH_LENGTH = 100
/** Short enough that a URL with several such values works in all browsers and proxies. */
export const MAX_SOURCE_TEXT_LENGTH = 500

/** Reads one value; null if the text is none. `words` are its values, if they are a closed list. */
type Reader<Value> = ((text: string) => Value | null) & { words?: readonly string[] }

/**
 * One query parameter: how to parse a value, a hint about valid values, and whether the parameter may repeat.
 */
export type Param<Value> = {
  read: Reader<Value>
  hint: string
  isList: boolean
  fallback: unknown
}
type OptionalParam<Value> = Param<Value> & { isList: false; fallback: null }
type DefaultedParam<Value> = Param<Value> & { isList: false; fallback: Value }
type ListParam<Value> = Param<Value> & { isList: true; fallback: readonly [] }
export type Params = Record<string, Param<unknown>>

/** The parsed values of a set of parameters: arrays for lists, null for absent values without a default. */
export type ParamValues<P extends Params> = {
  [Key in keyof P]: P[Key] extends ListParam<infer Value>
    ? readonly Value[]
    : P[Key] extends DefaultedParam<infer Value>
      ? Value
      : P[Key] extends OptionalParam<infer Value>
        ? Value | null
        : never
}

/** Declares a parameter that appears at most once and has no default. */
export function optional<Value>(read: (text: string) => Value | null, hint: string): OptionalParam<Value> {
  return { read, hint, isList: false, fallback: null }
}

/**
 * Declares a parameter that appears at most once. If absent, its value is `fallback`, which is never written
 * to a URL.
 */
export function defaulted<Value>(
  read: (text: string) => Value | null,
  hint: string,
  fallback: Value,
): DefaultedParam<Value> {
  return { read, hint, isList: false, fallback }
}

/** Declares a parameter that may repeat; a row matches any of the values. */
export function list<Value>(read: (text: string) => Value | null, hint: string): ListParam<Value> {
  return { read, hint, isList: true, fallback: [] }
}

/** Creates a reader for one of a closed list of names; null for anything else. */
export function oneOf<const Name extends string>(names: readonly Name[]): Reader<Name> {
  return Object.assign((text: string) => names.find((name) => name === text) ?? null, { words: names })
}

/** Reads search text: trimmed, 1-100 characters of well-formed Unicode without controls; otherwise null. */
export function readSearchText(text: string): string | null {
  const trimmed = text.trim()
  if (trimmed === '' || [...trimmed].length > MAX_SEARCH_LENGTH || !trimmed.isWellFormed()) return null
  return /\p{Cc}/u.test(trimmed) ? null : trimmed
}

/**
 * Reads an id or a name given in Furrow, not by a source: 1-200 characters without control characters,
 * unchanged; otherwise null.
 */
export function readName(text: string): string | null {
  if (text.trim() === '' || text.length > 200 || !text.isWellFormed()) return null
  return /\p{Cc}/u.test(text) ? null : text
}

/** Reads a source's value, e.g. a customer's name: 1-500 characters except NUL, unchanged; otherwise null. */
export function readSourceText(text: string): string | null {
  const isPossible = text.length <= MAX_SOURCE_TEXT_LENGTH && text.isWellFormed() && !text.includes('\0')
  return isPossible && text.trim() !== '' ? text : null
}

/** Reads a currency as stored: three capital letters, or any other text of a source, e.g. USDC or ₦. */
export function readCurrency(text: string): string | null {
  if (/^[A-Za-z]{3}$/.test(text)) return text === text.toUpperCase() ? text : null
  return readSourceText(text)
}

/** Reads an exact amount as a plain decimal: at most 40 digits on each side of the point, no exponent; else null. */
export function readAmount(text: string): string | null {
  return /^-?(?:0|[1-9]\d{0,39})(?:\.\d{1,40})?$/.test(text) ? text : null
}

/** Reads a number of days, 0-3,650, as text; otherwise null. */
export function readDayCount(text: string): string | null {
  return /^(?:0|[1-9]\d{0,3})$/.test(text) && Number(text) <= 3650 ? text : null
}

export const amountParam = optional(readAmount, 'an amount as a plain decimal, such as 1250.50')
export const unpaidOverParam = optional(readDayCount, 'a whole number of days from 0 to 3650')
export const searchParam = optional(readSearchText, `text of 1-${MAX_SEARCH_LENGTH} characters`)
export const dayParam = optional(readDay, 'a day as YYYY-MM-DD')
export const currencyParam = list(readCurrency, 'a currency as listed, such as NGN')
export const nameParam = list(readSourceText, `a name of 1-${MAX_SOURCE_TEXT_LENGTH} characters`)

/**
 * Parses query parameters strictly, for API routes.
 * @throws {RequestError} 400 that names every unknown, repeated or malformed parameter and says what each
 * should be.
 */
export function parseParams<P extends Params>(params: P, search: URLSearchParams): ParamValues<P> {
  const errors: { param: string; detail: string }[] = []
  for (const key of new Set(search.keys())) {
    if (!Object.hasOwn(params, key)) errors.push({ param: key, detail: 'there is no such parameter here' })
  }
  const values = Object.entries(params).map(([key, param]) => {
    const reading = readParam(param, search.getAll(key))
    if (reading.fault) errors.push({ param: key, detail: reading.fault })
    return [key, reading.value]
  })
  errors.push(...misorderedRanges(Object.fromEntries(values)))
  if (errors.length > 0) throw invalidParameters(errors)
  return Object.fromEntries(values)
}

function readParam(param: Param<unknown>, texts: readonly string[]): { value: unknown; fault?: string } {
  if (texts.length === 0) return { value: param.fallback }
  if (!param.isList && texts.length > 1) return { value: null, fault: 'give it once' }
  if (texts.length > MAX_LIST_VALUES) return { value: null, fault: `give at most ${MAX_LIST_VALUES} values` }
  const values = texts.map(param.read)
  if (values.includes(null)) return { value: null, fault: `must be ${param.hint}` }
  return { value: param.isList ? [...new Set(values)] : values[0] }
}

function misorderedRanges(values: Record<string, unknown>): { param: string; detail: string }[] {
  return Object.entries(values).flatMap(([key, to]) => {
    // Amounts are not in the order of their text: the lists compare them.
    if ((key !== 'to' && !key.endsWith('_to')) || key === 'amount_to') return []
    const from = values[key.replace(/to$/, 'from')]
    if (typeof from !== 'string' || typeof to !== 'string' || from <= to) return []
    return [{ param: key, detail: `must not be before ${key.replace(/to$/, 'from')}` }]
  })
}

/**
 * Reads a value from a page's own address, where blanks around it and another case do not matter unless the text
 * is a value as it stands: `ngn` is NGN. A source's own word after a colon is never changed.
 */
export function readLoosely<Value>({ read }: Pick<Param<Value>, 'read'>, text: string): Value | null {
  const plain = text.trim()
  const value = (read === readCurrency && /^[a-z]{3}$/i.test(plain) ? null : read(text)) ?? read(plain)
  if (value !== null || plain.includes(':')) return value
  return read(plain.toUpperCase()) ?? read(plain.toLowerCase())
}

/**
 * Parses as many parameters as possible and leaves the rest at their defaults. Meant for a page's own URL,
 * which a person may have edited; `addressIssues` names what is left out.
 */
export function parseParamsLeniently<P extends Params>(params: P, search: URLSearchParams): ParamValues<P> {
  return Object.fromEntries(
    Object.entries(params).map(([key, param]) => {
      const texts = search.getAll(key)
      if (param.isList) return [key, readList(param, texts)]
      return [key, (texts[0] === undefined ? null : readLoosely(param, texts[0])) ?? param.fallback]
    }),
  ) as ParamValues<P>
}

function readList<Value>(param: Param<Value>, texts: readonly string[]): Value[] {
  return [...new Set(texts.flatMap((text) => readLoosely(param, text) ?? []))]
}

/** Serializes values to a query: keys in the order of `params`, without defaults and absent values. */
export function serializeParams<P extends Params>(
  params: P,
  values: Partial<ParamValues<P>>,
): URLSearchParams {
  const search = new URLSearchParams()
  for (const [key, param] of Object.entries(params)) {
    const value = values[key]
    if (Array.isArray(value)) for (const item of [...value].sort()) search.append(key, String(item))
    else if (value !== null && value !== undefined && value !== param.fallback)
      search.append(key, String(value))
  }
  return search
}

type UrlParser<Value, IsList, Fallback> = IsList extends true
  ? ReturnType<ReturnType<typeof createMultiParser<Value[]>>['withDefault']>
  : Fallback extends null
    ? ReturnType<typeof createParser<Value>>
    : ReturnType<ReturnType<typeof createParser<Value>>['withDefault']>

/** Converts the parameters to nuqs parsers, for the browser's URL. */
export function urlParsers<P extends Params>(params: P) {
  return Object.fromEntries(
    Object.entries(params).map(([key, param]) => {
      if (param.isList) {
        return [key, listParser(param)]
      }
      const parser = createParser({ parse: (text) => readLoosely(param, text), serialize: String })
      return [
        key,
        param.fallback === null ? parser : parser.withDefault(param.fallback as NonNullable<unknown>),
      ]
    }),
  ) as unknown as {
    [Key in keyof P]: P[Key] extends Param<infer Value>
      ? UrlParser<Value, P[Key]['isList'], P[Key]['fallback']>
      : never
  }
}

/** Like nuqs' own parser of lists, but without values that are given twice, as the server reads them. */
function listParser<Value>(param: Param<Value>) {
  return createMultiParser<Value[]>({
    parse: (texts) => {
      const values = readList(param, texts)
      return values.length > 0 ? values : null
    },
    serialize: (values) => values.map(String),
    eq: (one, other) => one.length === other.length && one.every((value, at) => value === other[at]),
  }).withDefault([])
}

export const MAX_LIMIT = 200
export const DEFAULT_LIMIT = 50

/** Reads a page size: decimal digits only, 1-200; otherwise null. */
export function readLimit(text: string): number | null {
  if (!/^[1-9]\d{0,2}$/.test(text)) return null
  return Number(text) <= MAX_LIMIT ? Number(text) : null
}

/**
 * The paging parameters that every list route takes besides its filters. A cursor contains the sort value of
 * a row, which can be a text of 400 bytes.
 */
export const pageParams = {
  cursor: optional(
    (text) => (/^[\w.-]{1,8192}$/.test(text) ? text : null),
    'a nextCursor as an answer gave it',
  ),
  limit: defaulted(readLimit, `a whole number from 1 to ${MAX_LIMIT}`, DEFAULT_LIMIT),
}
