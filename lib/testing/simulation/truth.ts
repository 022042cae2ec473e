import 'server-only'
import type { Day } from '#lib/calendar-date.ts'
import { billingPeriodOf, invoiceOf } from './records.ts'
import type { StateRow } from './state.ts'
import { type Content, CURRENCIES, type World } from './world.ts'

/** A listed row as the mirror must store it, by column name. */
export type Expected = Readonly<Record<string, unknown>> & { id: string; window_from: Day | null }

const FILTERED = ['billing-periods', 'invoices']

/** Derives what the mirror concludes from trusted filters. */
function attribution(world: World, content: Content) {
  const { kind, isCurrencyInRow, isFundInRow, configuredFunds } = world.nature
  const isFiltered = FILTERED.includes(kind)
  const isKnown = isCurrencyInRow || !isFiltered || CURRENCIES.includes(content.currency)
  const currency = isKnown ? content.currency : null
  if (isFundInRow && content.fund !== null)
    return { currency, funding_source: content.fund, assignment: 'row' }
  if (isFiltered && isClaimedTwice(world, content)) return { currency, ...AMBIGUOUS }
  if (isFiltered && content.fund !== null && configuredFunds.includes(content.fund))
    return { currency, funding_source: content.fund, assignment: 'filter' }
  return { currency, funding_source: null, assignment: 'unassigned' }
}

const AMBIGUOUS = { funding_source: null, assignment: 'ambiguous' }

function isClaimedTwice(world: World, content: Content): boolean {
  const { configuredFunds } = world.nature
  return (
    configuredFunds.filter((fund) => fund === content.fund || world.isSharedWith(content, fund)).length > 1
  )
}

/** While a name is refused, nobody can tell whether a row is still claimed twice; it may stay ambiguous. */
function mayStayAmbiguous({ nature }: World, { assignment }: ReturnType<typeof attribution>): boolean {
  return nature.misspelt === 'refused' && nature.isShared && assignment !== 'row'
}

/** Returns the columns that come from the row alone. */
export function plainColumns(world: World, id: string, content: Content): Record<string, unknown> {
  if (world.nature.kind === 'billing-periods') {
    const record = billingPeriodOf(world, id, content)
    const { contract, startDate: start_date, endDate: end_date, status, amount, raw } = record
    return { contract, start_date, end_date, status, amount, amount_issue: record.amountIssue, raw }
  }
  const record = invoiceOf(world, id, content)
  const { source, number, title, amount, state, issuedOn: issued_on, issuedAt: issued_at, raw } = record
  const source_updated_at = record.sourceUpdatedAt
  const amount_issue = record.amountIssue
  return { source, number, title, amount, amount_issue, state, issued_on, issued_at, source_updated_at, raw }
}

/**
 * Returns every row that the mirror must list once all windows were read. A row has several forms if the
 * source calls versions equal; the first one seen is kept. The current form comes first.
 */
export function expectedRows(world: World, currentMonday: Day): Expected[][] {
  const isLink = world.nature.kind === 'payment-links'
  return world.rows.flatMap((row): Expected[][] => {
    const content = world.current(row)
    if (content === null) return []
    const window_from = isLink ? null : world.windowOf(content, currentMonday)
    if (!isLink && window_from === null) return []
    const processed = isLink ? { processed_on: new Date(content.processedAt).toISOString().slice(0, 10) } : {}
    const equal = row.versions.flatMap((version) =>
      isLink && version.content?.updatedAt === content.updatedAt ? [version.content] : [],
    )
    const wasClaimedTwice = row.versions.some(
      (version) => version.content && isClaimedTwice(world, version.content),
    )
    const forms = [content, ...equal].flatMap((form) => {
      const attributed = attribution(world, form)
      const columns = plainColumns(world, row.id, form)
      const right = { id: row.id, ...columns, ...attributed, ...processed, window_from }
      const may = wasClaimedTwice && mayStayAmbiguous(world, attributed)
      return may ? [right, { ...right, ...AMBIGUOUS }] : [right]
    })
    return [forms]
  })
}

const INSTANTS = ['issued_at', 'source_updated_at']

/** Returns the columns in which a mirrored row differs from the expected one. */
export function differences(mirrored: StateRow, expected: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(expected).flatMap(([name, value]) => {
    const given = mirrored[name]
    return comparable(name, given) === comparable(name, value)
      ? []
      : [`${name} is ${JSON.stringify(given)} instead of ${JSON.stringify(value)}`]
  })
}

function comparable(name: string, value: unknown): string {
  if (INSTANTS.includes(name) && typeof value === 'string') return String(Date.parse(value))
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null)
  return JSON.stringify(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
}
