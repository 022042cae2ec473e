import 'server-only'
import { type SQL, sql } from 'drizzle-orm'
import { UNASSIGNED } from '#lib/billing-periods/filters.ts'
import type { Day } from '#lib/calendar-date.ts'
import { otherWord } from '#lib/other-words.ts'
import type { Viewer } from '#lib/server/viewer.ts'

/** A predicate, or null where the filter is not set. */
export type Predicate = SQL | null

/** All of the predicates that are set; true when none is. */
export function allOf(predicates: readonly Predicate[]): SQL {
  const given = predicates.filter((predicate) => predicate !== null)
  return given.length === 0 ? sql`true` : sql.join(given, sql` and `)
}

/** The rows a viewer may see: all of them, or those of the granted funding sources alone. */
export function inScope(viewer: Viewer, fundingSource: SQL): Predicate {
  if (viewer.fundingSources === 'all') return null
  return anyOf(fundingSource, viewer.fundingSources) ?? sql`false`
}

/**
 * Any of the values of a text column; null when there are none to choose from. Compared in byte order, as the indexes
 * are: under another collation PostgreSQL could not use them.
 */
export function anyOf(column: SQL, values: readonly string[]): Predicate {
  if (values.length === 0) return null
  const text = sql`${column} collate "C"`
  return values.length === 1 ? sql`${text} = ${values[0]}` : sql`${text} = any(${textArray(values)})`
}

/**
 * None of the values, a missing one included: the ranges between them, which an index can find. `values` are ASCII, so
 * their order here is that of their bytes.
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

/** As `anyOf`, where one of the values stands for a set of rows of its own, e.g. those without a funding source. */
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

/** The rows of a set of values that have one of the words chosen after its name, e.g. `OTHER:REVERSED`; null where none is. */
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

/** As `anyOfOr`, where single words of the set can be chosen as well. */
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

/** True if exactly one value is asked for, and none that stands for a set of values. */
export function isOnly(values: readonly string[], ...sets: readonly string[]): boolean {
  return values.length === 1 && !sets.some((set) => values.includes(set))
}

/** Any of the funding sources, where `(unassigned)` stands for the rows that have none. */
export function byFundingSource(names: readonly string[]): Predicate {
  return anyOfOr(sql`funding_source`, names, { value: UNASSIGNED, means: sql`funding_source is null` })
}

/** Inclusive days. */
export function between(column: SQL, from: Day | null, to: Day | null): Predicate {
  if (from === null && to === null) return null
  return allOf([
    from === null ? null : sql`${column} >= ${from}::date`,
    to === null ? null : sql`${column} <= ${to}::date`,
  ])
}

/**
 * Rows whose searchable text contains `search` literally, upper and lower case alike. Under the policy of a scope no index
 * of the text may be used; `searchOf` names the function that may, and looks inside the scope of the transaction only.
 */
export function contains(viewer: Viewer, search: string | null, searchOf: (pattern: SQL) => SQL): Predicate {
  if (search === null) return null
  const pattern = literalPattern(search)
  if (viewer.fundingSources === 'all') return sql`search_text like ${pattern}`
  return sql`id in (select ${searchOf(pattern)})`
}

/** A pattern for LIKE that finds `search` as it stands anywhere in a text that is in lower case. */
export function literalPattern(search: string): SQL {
  const literal = search.replace(/[\\%_]/g, '\\$&')
  return sql`'%' || lower(${literal}::text) || '%'`
}

/** A text[] parameter: one bound value whatever the number of items. */
export function textArray(values: readonly string[]): SQL {
  return sql`${sql.param([...values])}::text[]`
}
