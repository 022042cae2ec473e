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
  const found = claims.fundingSource.byId.get(row.id) ?? []
  if (found.length > 1) return { currency, fundingSource: null, assignment: 'ambiguous' }
  const [fundingSource] = found
  return fundingSource === undefined
    ? { currency, ...UNASSIGNED }
    : { currency, fundingSource, assignment: 'filter' }
}

const UNASSIGNED = { fundingSource: null, assignment: 'unassigned' } as const

function claimedCurrency(id: string, claims: Claims, former: Attribution | null): string | null {
  if (!claims.isComplete) return former?.currency ?? null
  const found = claims.byId.get(id) ?? []
  return found.length === 1 ? (found[0] ?? null) : null
}
