import 'server-only'
import type { Assignment } from '#lib/schema.ts'
import type { Claims } from './claims.ts'

export type Attribution = { currency: string | null; fundingSource: string | null; assignment: Assignment }

export type AttributedBy = { currency: Claims; fundingSource: Claims }

/**
 * Decides a row's currency and funding source. What the row says wins; else exactly one claim counts, more than one make
 * it ambiguous; while the claims of a run are incomplete, what was known before stands.
 */
export function attribute(
  row: { id: string; currency: string | null; fundingSource: string | null },
  claims: AttributedBy,
  former: Attribution | null,
): Attribution {
  const currency = row.currency ?? claimedCurrency(row.id, claims.currency, former)
  if (row.fundingSource !== null) return { currency, fundingSource: row.fundingSource, assignment: 'row' }
  if (!claims.fundingSource.isComplete) {
    const { fundingSource, assignment } = former ?? UNASSIGNED
    return { currency, fundingSource, assignment }
  }
  const { byId, refused } = claims.fundingSource
  const found = byId.get(row.id) ?? []
  if (former !== null && isOfRefused(former, found, refused)) {
    const { fundingSource, assignment } = former
    return { currency, fundingSource, assignment }
  }
  if (found.length > 1) return { currency, fundingSource: null, assignment: 'ambiguous' }
  const [fundingSource] = found
  return fundingSource === undefined
    ? { currency, ...UNASSIGNED }
    : { currency, fundingSource, assignment: 'filter' }
}

/**
 * A name that the source knows no more says nothing about the rows that were its own, or that it claimed beside another one:
 * those stay as they are unless another name now claims what was its own.
 */
function isOfRefused(former: Attribution, found: readonly string[], refused: readonly string[]): boolean {
  if (refused.length === 0) return false
  if (former.assignment === 'ambiguous') return true
  return found.length === 0 && former.fundingSource !== null && refused.includes(former.fundingSource)
}

const UNASSIGNED = { fundingSource: null, assignment: 'unassigned' } as const

function claimedCurrency(id: string, claims: Claims, former: Attribution | null): string | null {
  if (!claims.isComplete) return former?.currency ?? null
  const found = claims.byId.get(id) ?? []
  if (found.length === 0 && claims.refused.length > 0) return former?.currency ?? null
  return found.length === 1 ? (found[0] ?? null) : null
}
