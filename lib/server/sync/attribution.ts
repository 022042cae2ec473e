import 'server-only'
import type { Assignment } from '#lib/schema.ts'
import type { Claims } from './claims.ts'

export type Attribution = { currency: string | null; fundingSource: string | null; assignment: Assignment }

export type AttributedBy = { currency: Claims; fundingSource: Claims }

/**
 * Values that the filters of a run gave a row, where they differ from the stored ones. A change takes effect
 * when a second run agrees.
 */
export type Awaited = { currency?: string; fundingSource?: string }

/** `awaited` is null if nothing about the row waits for another run. */
export type Attributed = Attribution & { awaited: Awaited | null }

type OwnFields = { id: string; currency: string | null; fundingSource: string | null }

export type AttributionInput = {
  claims: AttributedBy
  former: Attribution | null
  /** Values from the previous run that no other run has confirmed yet. */
  awaited: Awaited | null
  /**
   * True if rows keep a funding source that they would lose, because so many rows of the run would lose
   * theirs that an operator must confirm.
   */
  isLossHeld: boolean
}

/**
 * Decides a row's currency and funding source. A value in the row itself wins; otherwise exactly one claim
 * counts. A value that once came from a filter changes only when two runs in a row agree. While a run's
 * claims are incomplete, the former value stays.
 */
export function attribute(row: OwnFields, input: AttributionInput): Attributed {
  const currency = currencyOf(row, input)
  const funding = fundingOf(row, input)
  const awaited = {
    ...(currency.awaited === null ? {} : { currency: currency.awaited }),
    ...(funding.awaited === null ? {} : { fundingSource: funding.awaited }),
  }
  return {
    currency: currency.value,
    fundingSource: funding.fundingSource,
    assignment: funding.assignment,
    awaited: Object.keys(awaited).length === 0 ? null : awaited,
  }
}

type Funding = { fundingSource: string | null; assignment: Assignment }

function fundingOf(
  row: OwnFields,
  { claims: { fundingSource: claims }, former, awaited, isLossHeld }: AttributionInput,
): Funding & { awaited: string | null } {
  if (row.fundingSource !== null)
    return { fundingSource: row.fundingSource, assignment: 'row', awaited: null }
  if (!claims.isComplete) return { ...fundingPartOf(former), awaited: awaited?.fundingSource ?? null }
  const found = claims.byId.get(row.id) ?? []
  if (former !== null && isOfRefused(former, found, claims.refused))
    return { ...fundingPartOf(former), awaited: null }
  const next = concluded(found)
  if (former === null || !isLeaving(former, next, claims.asked)) return { ...next, awaited: null }
  const said = saidBy(found)
  const isHeld = isLossHeld && next.fundingSource === null
  return awaited?.fundingSource === said && !isHeld
    ? { ...next, awaited: null }
    : { ...fundingPartOf(former), awaited: said }
}

function fundingPartOf(former: Attribution | null): Funding {
  return former === null ? UNASSIGNED : { fundingSource: former.fundingSource, assignment: former.assignment }
}

function concluded(found: readonly string[]): Funding {
  const [fundingSource] = found
  if (found.length > 1) return { fundingSource: null, assignment: 'ambiguous' }
  return fundingSource === undefined ? UNASSIGNED : { fundingSource, assignment: 'filter' }
}

/**
 * True if the row would lose its funding source for another reason than that the name was removed from the
 * configuration.
 */
function isLeaving(former: Attribution, next: Funding, asked: readonly string[]): boolean {
  if (former.fundingSource === null || former.fundingSource === next.fundingSource) return false
  return former.assignment === 'row' || asked.includes(former.fundingSource)
}

function saidBy(found: readonly string[]): string {
  return JSON.stringify(found.toSorted())
}

/**
 * True if a refused name leaves the row undecided. A name that the source no longer knows says nothing about
 * rows that it owned or claimed beside another name. Ambiguous rows stay as they are, and owned ones stay
 * unless another name claims them.
 */
function isOfRefused(former: Attribution, found: readonly string[], refused: readonly string[]): boolean {
  if (refused.length === 0) return false
  if (former.assignment === 'ambiguous') return true
  return found.length === 0 && former.fundingSource !== null && refused.includes(former.fundingSource)
}

const UNASSIGNED = { fundingSource: null, assignment: 'unassigned' } as const

function currencyOf(
  row: OwnFields,
  { claims: { currency: claims }, former, awaited }: AttributionInput,
): { value: string | null; awaited: string | null } {
  if (row.currency !== null) return { value: row.currency, awaited: null }
  const known = former?.currency ?? null
  if (!claims.isComplete) return { value: known, awaited: awaited?.currency ?? null }
  const found = claims.byId.get(row.id) ?? []
  if (found.length === 0 && claims.refused.length > 0) return { value: known, awaited: null }
  const next = found.length === 1 ? (found[0] ?? null) : null
  if (known === null || known === next || !claims.asked.includes(known)) return { value: next, awaited: null }
  const said = saidBy(found)
  return awaited?.currency === said ? { value: next, awaited: null } : { value: known, awaited: said }
}
