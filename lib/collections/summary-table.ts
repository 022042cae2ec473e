import { UNASSIGNED } from '#lib/billing-periods/filters.ts'
import {
  BILLING_STATUS_LABELS,
  type BillingStatusGroup,
  COLLECTION_ROLES,
} from '#lib/billing-periods/status.ts'
import { compareMoney } from '#lib/money.ts'
import { type PeriodsHref, periodsHref } from './chart.ts'
import { FIGURE_STATUSES } from './figures.ts'
import type { SummaryGroup } from './filters.ts'
import type { DayRange } from './range.ts'
import type { CollectionSummary, GroupFigures } from './schema.ts'

export type SummaryRow = {
  key: string
  label: string
  group: BillingStatusGroup | null
  figures: GroupFigures
  /** The rows it is made of; null where no filter can name them. */
  href: PeriodsHref | null
}

type Scope = { range: DayRange; fundingSources: readonly string[] }

/** The rows of a summary: currencies together, the largest group first within each, unknown ones last. */
export function summaryRows(group: SummaryGroup, answer: CollectionSummary, scope: Scope): SummaryRow[] {
  return answer.groups
    .filter((figures) => figures.count > 0)
    .map((figures) => toRow(group, figures, scope))
    .toSorted(byCurrencyAndSize)
}

function toRow(by: SummaryGroup, figures: GroupFigures, scope: Scope): SummaryRow {
  const status = by === 'status' ? knownStatus(figures.group) : null
  return {
    key: JSON.stringify([figures.group, figures.currency]),
    label: labelOf(by, figures.group),
    group: status,
    figures,
    href: figures.currency === null ? null : hrefOf(by, figures, figures.currency, scope),
  }
}

function knownStatus(name: string | null): BillingStatusGroup {
  return name !== null && name in BILLING_STATUS_LABELS ? (name as BillingStatusGroup) : 'OTHER'
}

function labelOf(by: SummaryGroup, name: string | null): string {
  if (by === 'status') return BILLING_STATUS_LABELS[knownStatus(name)]
  return name ?? (by === 'currency' ? 'Unknown currency' : 'Unassigned')
}

function hrefOf(by: SummaryGroup, figures: GroupFigures, currency: string, scope: Scope): PeriodsHref {
  const own = by === 'funding_source' ? [figures.group ?? UNASSIGNED] : scope.fundingSources
  const statuses = by === 'status' ? [knownStatus(figures.group)] : FIGURE_STATUSES.billed
  return periodsHref({ currency, fundingSources: own }, scope.range, statuses)
}

/** The amount of a status row: what was billed in it, or for drafts and others the sum that is not billed. */
export function statusAmount(row: SummaryRow): string {
  return row.group === null ? row.figures.billed : (row.figures.byStatus[row.group]?.amount ?? '0')
}

/** True for a status whose periods are part of billed. */
export function isBilledStatus(status: BillingStatusGroup): boolean {
  return !['draft', 'other'].includes(COLLECTION_ROLES[status])
}

function byCurrencyAndSize(a: SummaryRow, b: SummaryRow): number {
  const [left, right] = [a.figures.currency ?? '\uffff', b.figures.currency ?? '\uffff']
  if (left !== right) return left < right ? -1 : 1
  return compareMoney(statusAmount(b), statusAmount(a))
}
