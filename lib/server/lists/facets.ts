import 'server-only'
import { type SQL, sql } from 'drizzle-orm'
import { billingStatusLabels, OTHER_STATUS } from '#lib/billing-periods/status.ts'
import { BEHIND, MOST_BEHIND } from '#lib/contracts/rules.ts'
import { funnelStateLabels, invoiceStateLabels, OTHER_STATE } from '#lib/invoices/status.ts'
import { NO_CONTRACT_CHOICE } from '#lib/no-choices.ts'
import { NO_WORD } from '#lib/other-words.ts'
import { containsWords } from '#lib/plain-text.ts'
import { readCurrency, readSourceText } from '#lib/search-params.ts'
import { type Executor, query } from '#lib/server/db/client.ts'
import { english } from '#lib/server/words/words.ts'
import type { FilterOptions } from '#lib/sources/schema.ts'
import { UNASSIGNED_CHOICE } from '#lib/unassigned.ts'
import { aggregates } from './aggregates.ts'
import { otherFunnelStateSql, otherStateSql, otherStatusSql } from './other-status.ts'
import { holdsWords } from './predicates.ts'

/** How many values of a filter are listed, the most frequent first. */
export const MAX_CHOICES = 200

export type Choice = FilterOptions['options'][string][number]
/** A value with its name and number of rows; `total` is the number of all values. */
export type Counted = { value: string | null; label: string | null; count: number; total: number }
/**
 * Where one filter's values are counted and how they are displayed; `label` is the column with a value's
 * name.
 */
type Facet = {
  from: 'aggregates' | 'rows' | 'contracts'
  value: SQL
  label?: SQL
  toChoice: (counted: Counted) => Choice | null
  /** The label of rows without a value, if a filter can select them. */
  none?: string
  /** True if a vocabulary names the values: a search then matches the names. */
  isClosed?: boolean
  /**
   * The value that stands for all words outside the vocabulary, and the SQL condition for their rows, empty
   * ones included.
   */
  others?: { value: string; means: SQL }
}

export const FACETS = {
  currency: {
    from: 'aggregates',
    value: sql`currency`,
    toChoice: (counted) => (counted.value !== null && readCurrency(counted.value) ? named(counted) : null),
  },
  funding_source: {
    from: 'aggregates',
    value: sql`funding_source`,
    none: 'Unassigned',
    toChoice: (counted) =>
      counted.value === null
        ? { value: UNASSIGNED_CHOICE, label: 'Unassigned', count: counted.count }
        : named(counted),
  },
  status: {
    from: 'aggregates',
    value: sql`status`,
    others: { value: OTHER_STATUS, means: otherStatusSql },
    ...labelled(billingStatusLabels(english('statuses'))),
  },
  state: {
    from: 'aggregates',
    value: sql`state`,
    others: { value: OTHER_STATE, means: otherStateSql },
    ...labelled(invoiceStateLabels(english('invoices'))),
  },
  funnel_state: {
    from: 'aggregates',
    value: sql`funnel_state`,
    others: { value: OTHER_STATE, means: otherFunnelStateSql },
    ...labelled(funnelStateLabels(english('invoices'))),
  },
  behind: {
    from: 'aggregates',
    value: sql.raw(
      `case when weeks_behind < ${MOST_BEHIND} then weeks_behind::text else '${MOST_BEHIND}+' end`,
    ),
    ...labelled(Object.fromEntries(BEHIND.map((weeks) => [weeks, weeks]))),
  },
  contract: {
    from: 'contracts',
    value: sql`contract`,
    none: 'No contract',
    toChoice: (counted) =>
      counted.value === null
        ? { value: NO_CONTRACT_CHOICE, label: 'No contract', count: counted.count }
        : counted.value === NO_CONTRACT_CHOICE
          ? null
          : named(counted),
  },
  customer: { from: 'rows', value: sql`customer`, toChoice: named },
  site: { from: 'rows', value: sql`site_ref`, label: sql`site_name`, toChoice: withName },
  invoice_type: { from: 'rows', value: sql`invoice_type`, label: sql`invoice_type_label`, toChoice: named },
} as const satisfies Record<string, Facet>

export type FacetName = keyof typeof FACETS
export const FACET_NAMES = Object.keys(FACETS) as FacetName[]

type ChoiceQuery = { of: 'invoice' | 'billing_period' | 'contract'; inAnswer: SQL; find: string | null }

/**
 * Returns a filter's most frequent values among the rows `inAnswer`, and the number of all values found.
 * @param asked `find` limits both to values that contain this text, or whose name does
 */
export async function countChoices(
  tx: Executor,
  name: FacetName,
  { of, inAnswer, find }: ChoiceQuery,
): Promise<{ choices: Choice[]; total: number }> {
  const facet: Facet = FACETS[name]
  const where = sql`${inAnswer} and ${facet.isClosed || find === null ? sql`true` : holds(facet, find)}`
  const counted =
    facet.from === 'rows'
      ? await countRows(tx, facet, { inAnswer, where: sql`gone_at is null and ${where}` })
      : await query<Counted>(tx)`
        select ${facet.value} as value, null as label, sum(count)::int as count, ${totalOf(facet)} as total
          from ${summedFrom(facet, of, where)} group by 1 order by count desc, value limit ${MAX_CHOICES}`
  const choices = counted.flatMap((entry) => facet.toChoice(entry) ?? [])
  if (!facet.isClosed) return { choices, total: counted[0]?.total ?? 0 }
  const isFound = ({ label }: Choice) => containsWords([label], find)
  const names = choices.filter(isFound)
  const hasOthers = choices.some(({ value }) => value === facet.others?.value)
  const words = hasOthers ? await countWords(tx, facet, { of, inAnswer, find }) : []
  return {
    choices: [...names, ...words.flatMap(({ choice }) => choice)],
    total: names.length + (words[0]?.total ?? 0),
  }
}

/** Returns the FROM source whose column `count` adds up to the rows of a value. */
function summedFrom({ from }: Facet, of: ChoiceQuery['of'], where: SQL): SQL {
  if (from === 'contracts') return sql`(select *, periods as count from contract where ${where}) as each`
  if (of === 'contract') return sql`(select *, 1 as count from contract where ${where}) as each`
  return aggregates(of, where)
}

/**
 * Counts the most frequent words outside a vocabulary, as separate choices after the one that stands for all
 * of them.
 */
async function countWords(tx: Executor, facet: Facet, { of, inAnswer, find }: ChoiceQuery) {
  const { value, others } = facet
  if (!others) return []
  const where = find === null ? sql`true` : holdsWords(sql`coalesce(${value}, ${NO_WORD})`, find)
  const counted = await query<Omit<Counted, 'label'>>(tx)`
    select ${value} as value, count(*)::int as count, (count(*) over ())::int as total from ${sql.raw(of)}
      where gone_at is null and ${inAnswer} and ${others.means} and ${where}
      group by 1 order by count desc, ${value} collate "C" nulls first limit ${MAX_CHOICES}`
  return counted.map(({ value: word, count, total }) => ({
    choice: { value: `${others.value}:${word ?? ''}`, label: `Other: ${word ?? NO_WORD}`, count },
    total,
  }))
}

function holds({ value, label, none }: Facet, find: string): SQL {
  const parts = [value, ...(label ? [label] : [])].map((column) => sql`(${holdsWords(column, find)})`)
  if (none !== undefined && containsWords([none], find)) parts.push(sql`${value} is null`)
  return sql`(${sql.join(parts, sql` or `)})`
}

/** Returns the SQL for the number of values that can be chosen, repeated in every row of a grouped result. */
function totalOf({ value, none }: Facet): SQL {
  return none === undefined ? sql`(count(${value}) over ())::int` : sql`(count(*) over ())::int`
}

/**
 * Counts the most frequent values in the invoices, from the index of the value alone. Only the listed values
 * are then named, each from its first row by id that has a name.
 */
function countRows(
  tx: Executor,
  facet: Facet,
  { inAnswer, where }: { inAnswer: SQL; where: SQL },
): Promise<Counted[]> {
  const { value, label } = facet
  const name = label
    ? sql`(select ${label} from invoice where gone_at is null and ${inAnswer} and ${value} collate "C" = chosen.value and ${label} is not null
        order by id collate "C" limit 1)`
    : sql`null`
  return query<Counted>(tx)`
    select chosen.value, ${name} as label, chosen.count, chosen.total from (
        select ${value} as value, count(*)::int as count, ${totalOf(facet)} as total from invoice where ${where}
        group by 1 order by count desc, value limit ${MAX_CHOICES}) as chosen
      order by chosen.count desc, chosen.value`
}

/** Returns a value that can be filtered by; null for a missing value or one that no filter could carry. */
function named({ value, label, count }: Counted): Choice | null {
  return value === null || readSourceText(value) === null ? null : { value, label: label ?? value, count }
}

function withName(counted: Counted): Choice | null {
  const { value, label } = counted
  return named({ ...counted, label: label && label !== value ? `${value} · ${label}` : value })
}

function labelled(labels: Record<string, string>) {
  return {
    isClosed: true,
    toChoice: ({ value, count }: Counted): Choice | null => {
      const label = value === null ? undefined : labels[value]
      return value === null || label === undefined ? null : { value, label, count }
    },
  }
}
