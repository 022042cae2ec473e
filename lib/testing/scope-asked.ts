import 'server-only'
import type { Source } from '#lib/sources.ts'

/** Every id of the database to ask for, in scope or not. */
export type Asked = {
  periods: readonly string[]
  invoices: Record<Source, readonly string[]>
  contracts: readonly ContractKey[]
}
type ContractKey = { id: string; contract: string; currency: string; fundingSource: string | null }
/** Every read function's response to one viewer, reduced to comparable values: ids, counts and sums. */
export type ScopeAnswers = Record<string, unknown>

/** Rows of each page that is asked for. */
export const PAGE = 5

/** Instants between the versions that `putScopedRows` stores. */
export const PAST = ['2026-03-01T12:00:00Z', '2026-03-02T12:00:00Z'] as const

type Page = { rows: { id: string }[]; nextCursor: string | null; totals: unknown; asOf?: { left: number } }

/** Walks all pages of a list and returns its ids, with the distinct totals of the pages. */
export async function walk(read: (cursor: string | null) => Promise<Page>): Promise<unknown> {
  const ids: string[] = []
  const totals = new Set<string>()
  let cursor: string | null = null
  let left: number | undefined
  do {
    const page: Page = await read(cursor)
    ids.push(...page.rows.map((row) => row.id))
    totals.add(JSON.stringify(page.totals))
    cursor = page.nextCursor
    left = page.asOf?.left
  } while (cursor !== null)
  return { ids: ids.sort(), totals: [...totals], ...(left === undefined ? {} : { left }) }
}

/** Returns the ids in a column of a CSV file, sorted. */
export function idsOfCsv(text: string, column: number): string[] {
  const lines = text.split('\r\n').slice(1)
  const end = lines.findIndex((line) => line.startsWith('# '))
  return lines
    .slice(0, end)
    .map((line) => line.split(',')[column] ?? '')
    .sort()
}

/**
 * Returns the ids for which a read passes the scope check. `isPast` recognises errors after that check, as
 * opposed to a 404.
 */
export async function seen(
  ids: readonly string[],
  read: (id: string) => Promise<unknown>,
  isPast: (error: Error) => boolean = () => false,
): Promise<string[]> {
  const found: string[] = []
  for (const id of ids) {
    const outcome = await read(id).catch((error: unknown) => error)
    if (!(outcome instanceof Error) || isPast(outcome)) found.push(id)
  }
  return found.sort()
}
