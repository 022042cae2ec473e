import type { BillingStatusGroup } from '#lib/billing-periods/status.ts'
import { COLLECTION_ROLES } from '#lib/billing-periods/status.ts'
import { addDays, type Day } from '#lib/calendar-date.ts'
import type { ContractWeek } from './schema.ts'

/** What a week of a contract was. `mixed`: its periods differ; `none`: it has no period. */
export const WEEK_KINDS = ['paid', 'failed', 'in-flight', 'draft', 'mixed', 'other', 'none'] as const
export type WeekKind = (typeof WEEK_KINDS)[number]

const KINDS = {
  collected: 'paid',
  failed: 'failed',
  in_flight: 'in-flight',
  draft: 'draft',
  other: 'other',
} as const

/** Returns what a week was by its periods. Drafts beside other periods do not count. */
export function kindOfWeek(counts: ContractWeek['counts']): WeekKind {
  const kinds = Object.keys(counts).map((status) => KINDS[COLLECTION_ROLES[status as BillingStatusGroup]])
  const own = new Set<WeekKind>(kinds)
  if (own.size > 1) own.delete('draft')
  const [first] = own
  if (first === undefined) return 'none'
  return own.size === 1 ? first : 'mixed'
}

/** Returns all weeks from the first to the last one, those without a period included. */
export function withEmptyWeeks(weeks: readonly ContractWeek[]): ContractWeek[] {
  const known = new Map(weeks.map((week) => [week.week, week]))
  const [first, last] = [weeks[0]?.week, weeks.at(-1)?.week]
  if (first === undefined || last === undefined) return []
  const all: ContractWeek[] = []
  for (let week: Day = first; week <= last; week = addDays(week, 7))
    all.push(known.get(week) ?? { week, counts: {} })
  return all
}
