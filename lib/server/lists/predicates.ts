import 'server-only'
import { type SQL, sql } from 'drizzle-orm'
import type { Day } from '#lib/calendar-date.ts'
import type { Decimal } from '#lib/money.ts'
import { otherWord } from '#lib/other-words.ts'
import { searchedWords } from '#lib/plain-text.ts'
import type { Viewer } from '#lib/server/viewer.ts'
import { UNASSIGNED_CHOICE } from '#lib/unassigned.ts'

/** An SQL condition, or null if the filter is not set. */
export type Predicate = SQL | null

/** Joins the conditions that are set with AND; `true` if none is. */
export function allOf(predicates: readonly Predicate[]): SQL {
  const given = predicates.filter((predicate) => predicate !== null)
  return given.length === 0 ? sql`true` : sql.join(given, sql` and `)
}

/** Limits rows to the viewer's scope: all rows (null), or those of the granted funding sources. */
export function inScope(viewer: Viewer, fundingSource: SQL): Predicate {
  if (viewer.fundingSources === 'all') return null
  return anyOf(fundingSource, viewer.fundingSources) ?? sql`false`
}

/**
 * Matches any of the values of a text column; null without values. The comparison uses byte order, as the
 * indexes do, because PostgreSQL could not use them under another collation.
 */
export function anyOf(column: SQL, values: readonly string[]): Predicate {
  if (values.length === 0) return null
  const text = sql`${column} collate "C"`
  return values.length === 1 ? sql`${text} = ${values[0]}` : sql`${text} = any(${textArray(values)})`
}

/**
 * Matches a missing value or any value except the given ones, as the ranges between them, which an index can
 * serve. `values` must be ASCII, so that JavaScript's order is their byte order.
 */
export function noneOf(column: SQL, values: readonly string[]): SQL {
  const text = sql`${column} collate "C"`
  const ordered = [...values].sort()
  const ranges = ordered.map((value, at) => {
    const next = ordered[at + 1]
    return next === undefined ? sql`${text} > ${value}` : sql`(${text} > ${value} and ${text} < ${next})`
  })
  return sql`(${sql.join([sql`${column} is null`, sql`${text} < ${ordered[0]}`, ...ranges], sql` or `)})`
}

/** Matches like `anyOf`, where one value stands for a set of rows, e.g. those without a funding source. */
export function anyOfOr(
  column: SQL,
  values: readonly string[],
  special: { value: string; means: SQL },
): Predicate {
  if (!values.includes(special.value)) return anyOf(column, values)
  const others = anyOf(
    column,
    values.filter((value) => value !== special.value),
  )
  return others === null ? special.means : sql`(${others} or ${special.means})`
}

/**
 * Matches the rows of a set whose word was chosen after the set's name, e.g. `OTHER:REVERSED`; null if no
 * word was.
 */
export function anyWord(
  column: SQL,
  values: readonly string[],
  set: { value: string; means: SQL },
): Predicate {
  const words = values.flatMap((value) => otherWord(value, set.value) ?? [])
  const given = anyOf(
    column,
    words.filter((word) => word !== ''),
  )
  const none = words.includes('') ? sql`${column} is null` : null
  const chosen = [given, none].filter((predicate) => predicate !== null)
  return chosen.length === 0 ? null : sql`(${set.means} and (${sql.join(chosen, sql` or `)}))`
}

/** Matches like `anyOfOr`, where single words of the set can be chosen as well. */
export function anyOfOrWord(
  column: SQL,
  values: readonly string[],
  set: { value: string; means: SQL },
): Predicate {
  const names = values.filter((value) => otherWord(value, set.value) === null)
  const chosen = [anyOfOr(column, names, set), anyWord(column, values, set)].filter(
    (predicate) => predicate !== null,
  )
  return chosen.length < 2 ? (chosen[0] ?? null) : sql`(${sql.join(chosen, sql` or `)})`
}

/** True if exactly one value is chosen, and that value does not stand for a set. */
export function isOnly(values: readonly string[], ...sets: readonly string[]): boolean {
  return values.length === 1 && !sets.some((set) => values.includes(set))
}

/** Matches any of the funding sources; `(unassigned)` stands for the rows without one. */
export function byFundingSource(names: readonly string[], column = sql`funding_source`): Predicate {
  return anyOfOr(column, names, { value: UNASSIGNED_CHOICE, means: sql`${column} is null` })
}

/** Matches days from `from` to `to`, both inclusive. */
export function between(column: SQL, from: Day | null, to: Day | null): Predicate {
  return inRange(column, from, to, sql`date`)
}

/** Matches amounts from `from` to `to`, both inclusive. An unknown amount is in no range. */
export function amountBetween(from: Decimal | null, to: Decimal | null): Predicate {
  return inRange(sql`amount`, from, to, sql`numeric`)
}

function inRange(column: SQL, from: string | null, to: string | null, type: SQL): Predicate {
  if (from === null && to === null) return null
  return allOf([
    from === null ? null : sql`${column} >= ${from}::${type}`,
    to === null ? null : sql`${column} <= ${to}::${type}`,
  ])
}

/**
 * Matches rows that contain every word of `search`, in any order (`searchedWords`). Contacts are searched only for
 * viewers who may see them. The row policy of a scoped viewer rules out an index on the text.
 * @param searchOf calls the SQL function that may use the index and searches only the transaction's scope
 */
export function contains(viewer: Viewer, search: string | null, searchOf: (words: SQL) => SQL): Predicate {
  if (search === null) return null
  const words = searchedWords(search)
  // Nothing but characters that searches leave out, such as a hyphen, is in no row.
  if (words.length === 0) return sql`false`
  if (viewer.fundingSources !== 'all') return sql`id in (select ${searchOf(sql`${words.join(' ')}`)})`
  return allOf(words.map(viewer.role === 'financier' ? withoutContacts : withContacts))
}

/** Matches like `contains`, but contacts for nobody. No index serves it. */
export function containsOutsideContacts(search: string | null): Predicate {
  return everyWord(search, withoutContacts)
}

function everyWord(search: string | null, matches: (word: string) => SQL): Predicate {
  if (search === null) return null
  const words = searchedWords(search)
  return words.length === 0 ? sql`false` : allOf(words.map(matches))
}

/** A telephone number is typed with a zero where a source has the code of a country. */
function withContacts(word: string): SQL {
  const isNational = /^0\d{6,}$/.test(word)
  return isNational
    ? sql`(${holdsWord(word)} or search_text like '%' || chr(2) || furrow_pattern(${word.slice(1)}))`
    : holdsWord(word)
}

function withoutContacts(word: string): SQL {
  return sql`${holdsWord(word)} and split_part(search_text, chr(2), 1) like furrow_pattern(${word})`
}

function holdsWord(word: string): SQL {
  return sql`search_text like furrow_pattern(${word})`
}

/** Matches like `contains` in rows that no search function covers and that have no contacts, e.g. former versions. */
export function containsIn(search: string | null): Predicate {
  return everyWord(search, holdsWord)
}

/** Matches like `contains` in a text that is not stored in normal form. */
export function holdsWords(text: SQL, search: string): Predicate {
  return everyWord(search, (word) => sql`furrow_plain(${text}) like furrow_pattern(${word})`)
}

/** Binds an array as one text[] parameter, whatever its length. */
export function textArray(values: readonly string[]): SQL {
  return sql`${sql.param([...values])}::text[]`
}
