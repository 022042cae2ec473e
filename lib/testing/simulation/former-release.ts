import 'server-only'
import type { FormerRelease } from './task.ts'
import { AGGREGATE_LEVELS, type AggregateLevel } from './world.ts'

type Query = (...args: unknown[]) => unknown

/** Runs a statement like a former release: skips aggregates unknown to the release, and names no schema. */
export async function queryAsFormer(
  { keeps, isFenced }: FormerRelease,
  { text, isLoose }: { text: string; isLoose: boolean },
  args: readonly unknown[],
  query: Query,
): Promise<unknown> {
  const level = levelOf(text)
  if (level !== null && !keeps.includes(level)) return { rows: [], rowCount: 0 }
  if (!isFenced) return query(...args)
  if (text === 'begin') {
    const begun = await query(...args)
    await query(NAME_NO_SCHEMA)
    return begun
  }
  if (!isLoose || !text.startsWith('update sync_window')) return query(...args)
  await query('begin')
  try {
    await query(NAME_NO_SCHEMA)
    const result = await query(...args)
    await query('commit')
    return result
  } catch (error) {
    await query('rollback')
    throw error
  }
}

const NAME_NO_SCHEMA = "set local furrow.schema = ''"

/** Returns the aggregates that a statement derives; null for none. */
function levelOf(text: string): AggregateLevel | null {
  if (/^with contracts as|contract_pending|contract_standing/.test(text)) return 'contracts'
  if (/^with changed as|^update sync_window set first_complete_at/.test(text)) return 'ages'
  const table = /^with \w+ as \(delete from (\w+)/.exec(text)?.[1]
  if (table === 'collection_week') return 'collections'
  if (table === 'unpaid_day') return 'unpaid'
  if (table === 'collected_age') return 'ages'
  return AGGREGATE_LEVELS.find((level) => table?.endsWith(`_${level}`)) ?? null
}
