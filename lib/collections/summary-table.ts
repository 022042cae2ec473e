import {
  BILLING_STATUS_GROUPS,
  type BillingStatusGroup,
  COLLECTION_ROLES,
} from '#lib/billing-periods/status.ts'
import { compareMoney } from '#lib/money.ts'
import { NO_CURRENCY_CHOICE } from '#lib/no-choices.ts'
import { UNASSIGNED_CHOICE } from '#lib/unassigned.ts'
import { visibleText } from '#lib/visible-text.ts'
import type { Words } from '#lib/words/words.ts'
import { type PeriodsHref, periodsHref } from './chart.ts'
import { FIGURE_STATUSES, type FigureName } from './figures.ts'
import type { SummaryGroup } from './filters.ts'
import type { DayRange } from './range.ts'
import type { CollectionSummary, GroupFigures } from './schema.ts'

export type SummaryRow = {
  key: string
  label: string
  group: BillingStatusGroup | null
  figures: GroupFigures
  /** The list of the row's periods. */
  href: PeriodsHref
  /** The lists of the periods behind each figure, and of all periods of the row. */
  hrefs: Record<FigureName | 'count', PeriodsHref>
}

type Scope = {
  range: DayRange
  fundingSources: readonly string[]
  currencyOrder: readonly string[]
  /** As of which day or instant; absent or null: now. */
  asOf?: string | null
}

/** Returns a summary's rows by currency, largest amount first. Unknown currencies come last. */
export function summaryRows(
  group: SummaryGroup,
  answer: CollectionSummary,
  scope: Scope,
  t: Words<'collections'>,
  tStatus: Words<'statuses'>,
): SummaryRow[] {
  return answer.groups
    .filter((figures) => figures.count > 0)
    .map((figures) => toRow(group, figures, scope, labelOf(group, figures.group, t, tStatus)))
    .toSorted((a, b) => compareRows(a, b, scope.currencyOrder))
}

function toRow(by: SummaryGroup, figures: GroupFigures, scope: Scope, label: string): SummaryRow {
  const status = by === 'status' ? knownStatus(figures.group) : null
  const currency = figures.currency ?? NO_CURRENCY_CHOICE
  const own = by === 'funding_source' ? [figures.group ?? UNASSIGNED_CHOICE] : scope.fundingSources
  const hrefOf = (statuses: readonly string[]) =>
    periodsHref({ currency, fundingSources: own, asOf: scope.asOf }, scope.range, statuses)
  return {
    key: JSON.stringify([figures.group, figures.currency]),
    label,
    group: status,
    figures,
    href: hrefOf(status === null ? FIGURE_STATUSES.billed : [status]),
    hrefs: {
      billed: hrefOf(FIGURE_STATUSES.billed),
      collected: hrefOf(FIGURE_STATUSES.collected),
      outstanding: hrefOf(FIGURE_STATUSES.outstanding),
      failed: hrefOf(FIGURE_STATUSES.failed),
      count: hrefOf([]),
    },
  }
}

function knownStatus(name: string | null): BillingStatusGroup {
  return BILLING_STATUS_GROUPS.find((known) => known === name) ?? 'OTHER'
}

function labelOf(
  by: SummaryGroup,
  name: string | null,
  t: Words<'collections'>,
  tStatus: Words<'statuses'>,
): string {
  if (by === 'status') return tStatus(`name.${knownStatus(name)}`)
  if (name !== null) return visibleText(name)
  return by === 'currency' ? t('row.no-currency') : t('row.unassigned')
}

/** Returns the amount of a status row. For drafts and others this sum is not part of billed. */
export function statusAmount(row: SummaryRow): string {
  return row.group === null ? row.figures.billed : (row.figures.byStatus[row.group]?.amount ?? '0')
}

/** One status across currencies, with the row of each currency that has such periods. */
export type StatusLine = {
  status: BillingStatusGroup
  label: string
  byCurrency: Map<string | null, SummaryRow>
}

/**
 * Arranges status rows as one line per status, in the order of a period's life, and lists the currencies,
 * unknown last.
 */
export function statusMatrix(
  rows: readonly SummaryRow[],
  t: Words<'statuses'>,
): {
  lines: StatusLine[]
  currencies: (string | null)[]
} {
  const lines = BILLING_STATUS_GROUPS.flatMap((status) => {
    const own = rows.filter((row) => row.group === status)
    if (own.length === 0) return []
    const byCurrency = new Map(own.map((row) => [row.figures.currency, row]))
    return [{ status, label: t(`name.${status}`), byCurrency }]
  })
  return { lines, currencies: [...new Set(rows.map((row) => row.figures.currency))] }
}

/** True for a status whose periods are part of billed. */
export function isBilledStatus(status: BillingStatusGroup): boolean {
  return !['draft', 'other'].includes(COLLECTION_ROLES[status])
}

function compareRows(a: SummaryRow, b: SummaryRow, order: readonly string[]): number {
  const place = ({ figures }: SummaryRow) => {
    const index = figures.currency === null ? -1 : order.indexOf(figures.currency)
    return index < 0 ? order.length : index
  }
  return place(a) - place(b) || compareMoney(statusAmount(b), statusAmount(a))
}
