import type { BackupHeader, RowCounts } from '#lib/server/backup/format.ts'
import type { BackupContents } from '#lib/server/backup/inspect.ts'
import { schemaName } from '#lib/server/db/migrate.ts'
import { counted } from './copy-command.ts'

/**
 * Formats a backup's creation time and release: `2026-11-29 13:20 UTC by Furrow 0.1.0, schema
 * 0008_aggregates`.
 */
export function originOf({ createdAt, release, schema }: BackupHeader): string {
  const name = schemaName(schema) ?? `${schema}, newer than this release`
  const by = release === undefined ? 'an earlier Furrow' : `Furrow ${release}`
  return `${createdAt.slice(0, 16).replace('T', ' ')} UTC by ${by}, schema ${name}`
}

/** Formats the total of all tables: `12,345 rows of 27 tables`. */
export function totalOf(rows: RowCounts): string {
  const total = Object.values(rows).reduce((sum, count) => sum + count, 0)
  return `${counted(total, 'row')} of ${counted(Object.keys(rows).length, 'table')}`
}

/** Formats one line per table with its row count, in the order of the backup file. */
export function tableLines(rows: RowCounts): string[] {
  return Object.entries(rows).map(
    ([table, count]) => `            ${table.padEnd(24)}${count.toLocaleString('en-US').padStart(12)}`,
  )
}

/** Says whether a backup holds sandbox data, data of real sources, or no source data yet. */
export function dataOf({ isSandbox }: Pick<BackupContents, 'isSandbox'>): string {
  if (isSandbox === null) return 'no source had been read yet'
  return isSandbox ? "the sandbox's invented data" : 'data of real sources'
}
