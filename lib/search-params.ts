import { createParser, parseAsNativeArrayOf } from 'nuqs/server'
import { readDay } from './calendar-date.ts'
import { invalidParameters } from './errors.ts'

/** A filter takes so many values at once. */
export const MAX_LIST_VALUES = 50
const MAX_SEARCH_LENGTH = 100
/** An address holds several of them in all browsers and proxies. */
export const MAX_SOURCE_TEXT_LENGTH = 500

/** One query parameter: how one value is read, what a right value looks like, and whether it may repeat. */
export type Param<Value> = {
  read: (text: string) => Value | null
  hint: string
  isList: boolean
  fallback: unknown
}
type OptionalParam<Value> = Param<Value> & { isList: false; fallback: null }
type DefaultedParam<Value> = Param<Value> & { isList: false; fallback: Value }
type ListParam<Value> = Param<Value> & { isList: true; fallback: readonly [] }
export type Params = Record<string, Param<unknown>>

/** What a set of parameters reads to: lists are arrays, a single value is null where it is absent and has no default. */
export type ParamValues<P extends Params> = {
  [Key in keyof P]: P[Key] extends ListParam<infer Value>
    ? readonly Value[]
    : P[Key] extends DefaultedParam<infer Value>
      ? Value
      : P[Key] extends OptionalParam<infer Value>
        ? Value | null
        : never
}

/** A parameter that appears at most once and has no default. */
export function optional<Value>(read: (text: string) => Value | null, hint: string): OptionalParam<Value> {
  return { read, hint, isList: false, fallback: null }
}

/** A parameter that appears at most once; absent means `fallback`, which is never written to a URL. */
export function defaulted<Value>(
  read: (text: string) => Value | null,
  hint: string,
  fallback: Value,
): DefaultedParam<Value> {
  return { read, hint, isList: false, fallback }
}

/** A parameter that may repeat: any of its values. */
export function list<Value>(read: (text: string) => Value | null, hint: string): ListParam<Value> {
  return { read, hint, isList: true, fallback: [] }
}

/** Reads one of a closed list of names. */
export function oneOf<const Name extends string>(names: readonly Name[]): (text: string) => Name | null {
  return (text) => names.find((name) => name === text) ?? null
}

/** Reads free text for searching: trimmed, 1-100 characters, no control characters, well-formed Unicode. */
export function readSearchText(text: string): string | null {
  const trimmed = text.trim()
  if (trimmed === '' || [...trimmed].length > MAX_SEARCH_LENGTH || !trimmed.isWellFormed()) return null
  return /\p{Cc}/u.test(trimmed) ? null : trimmed
}

/** Reads an id, or a name that is no source's: 1-200 characters without control characters, kept as it is. */
export function readName(text: string): string | null {
  if (text.trim() === '' || text.length > 200 || !text.isWellFormed()) return null
  return /\p{Cc}/u.test(text) ? null : text
}

/** Reads a value as a source wrote it, e.g. a customer's name: 1-500 characters of any kind but NUL, kept as it is. */
export function readSourceText(text: string): string | null {
  const isPossible = text.length <= MAX_SOURCE_TEXT_LENGTH && text.isWellFormed() && !text.includes('\0')
  return isPossible && text.trim() !== '' ? text : null
}

/** Reads a currency as the mirror holds it: three capital letters, or any other text that a source gave, e.g. USDC or ₦. */
export function readCurrency(text: string): string | null {
  if (/^[A-Za-z]{3}$/.test(text)) return text === text.toUpperCase() ? text : null
  return readSourceText(text)
}

export const searchParam = optional(readSearchText, `text of 1-${MAX_SEARCH_LENGTH} characters`)
export const dayParam = optional(readDay, 'a day as YYYY-MM-DD')
export const currencyParam = list(readCurrency, 'a currency as listed, such as NGN')
export const nameParam = list(readSourceText, `a name of 1-${MAX_SOURCE_TEXT_LENGTH} characters`)

/**
 * Reads query parameters strictly. In: the parameters of a route and its URL's query.
 * Throws a 400 that names every unknown, repeated or malformed parameter and what it should be.
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
    if (key !== 'to' && !key.endsWith('_to')) return []
    const from = values[key.replace(/to$/, 'from')]
    if (typeof from !== 'string' || typeof to !== 'string' || from <= to) return []
    return [{ param: key, detail: `must not be before ${key.replace(/to$/, 'from')}` }]
  })
}

/** Reads what can be read and leaves the rest at its default: for a page's own URL, which a person may have edited. */
export function parseParamsLeniently<P extends Params>(params: P, search: URLSearchParams): ParamValues<P> {
  return Object.fromEntries(
    Object.entries(params).map(([key, param]) => {
      const values = search.getAll(key).flatMap((text) => param.read(text) ?? [])
      return [key, param.isList ? [...new Set(values)] : (values[0] ?? param.fallback)]
    }),
  ) as ParamValues<P>
}

/** Writes values back to a query: keys in the order of `params`, defaults and absent values left out. */
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
  ? ReturnType<ReturnType<typeof parseAsNativeArrayOf<Value>>['withDefault']>
  : Fallback extends null
    ? ReturnType<typeof createParser<Value>>
    : ReturnType<ReturnType<typeof createParser<Value>>['withDefault']>

/** The same parameters as nuqs parsers, for the browser's URL. */
export function urlParsers<P extends Params>(params: P) {
  return Object.fromEntries(
    Object.entries(params).map(([key, param]) => {
      const parser = createParser({ parse: param.read, serialize: String })
      if (param.isList) return [key, parseAsNativeArrayOf(parser)]
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

export const MAX_LIMIT = 200
export const DEFAULT_LIMIT = 50

/** Reads a page size: decimal digits only, 1-200. */
export function readLimit(text: string): number | null {
  if (!/^[1-9]\d{0,2}$/.test(text)) return null
  return Number(text) <= MAX_LIMIT ? Number(text) : null
}

/**
 * The paging parameters that every list route takes beside its filters. A cursor holds the sort value of a row, which can
 * be a text of 400 bytes.
 */
export const pageParams = {
  cursor: optional(
    (text) => (/^[\w.-]{1,8192}$/.test(text) ? text : null),
    'a nextCursor as an answer gave it',
  ),
  limit: defaulted(readLimit, `a whole number from 1 to ${MAX_LIMIT}`, DEFAULT_LIMIT),
}
