import type { RowCounts } from '#lib/server/backup/format.ts'
import type { BackupContents } from '#lib/server/backup/inspect.ts'
import { schemaName } from '#lib/server/db/migrate.ts'
import { commandWords } from '#lib/words/command-words.ts'
import { below } from './say.ts'

const t = commandWords('commands')

/**
 * Says how much a backup holds, whether the data are invented, and when and by which release it was made:
 * `12,345 rows of 27 tables: data of real sources; made 2026-11-29 13:20 UTC by Furrow 0.1.0, schema
 * 0008_aggregates`.
 */
export function contentsOf({
  rows,
  isSandbox,
  header: { createdAt, release, schema },
}: Pick<BackupContents, 'rows' | 'isSandbox' | 'header'>): string {
  const name = schemaName(schema)
  return t('copy.contents', {
    ...sumOf(rows),
    data: isSandbox === null ? 'none' : isSandbox ? 'sandbox' : 'real',
    time: createdAt.slice(0, 16).replace('T', ' '),
    maker: release === undefined ? 'unknown' : 'known',
    release: release ?? '',
    age: name === null ? 'newer' : 'known',
    schema: name ?? String(schema),
  })
}

/** Formats the total of all tables: `12,345 rows of 27 tables`. */
export function totalOf(rows: RowCounts): string {
  return t('copy.total', sumOf(rows))
}

function sumOf(rows: RowCounts): { rows: number; tables: number } {
  const counts = Object.values(rows)
  return { rows: counts.reduce((sum, count) => sum + count, 0), tables: counts.length }
}

/** Formats one line per table with its row count, in the order of the backup file. */
export function tableLines(rows: RowCounts): string[] {
  return Object.entries(rows).map(([table, count]) =>
    below(`${table.padEnd(24)}${count.toLocaleString('en-US').padStart(12)}`),
  )
}
