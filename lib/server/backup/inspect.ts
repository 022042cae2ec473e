import 'server-only'
import type { AuditHead } from '#lib/server/audit/seal.ts'
import { commandWords } from '#lib/words/command-words.ts'
import type { BackupHeader, BackupProgress, RowCounts } from './format.ts'
import { BackupError } from './frames.ts'
import { type BackupTable, countLines, openBackup } from './read.ts'

const t = commandWords('commands')

/** The contents of a backup file, found by reading all of it. */
export type BackupContents = {
  header: BackupHeader
  rows: RowCounts
  /** The head of the audit log, sealed with the secret of that time; null if the file has no audit event. */
  auditHead: AuditHead | null
  /** Whether the rows are the sandbox's invented data; null if no source was read yet. */
  isSandbox: boolean | null
}

/** Tables whose rows are parsed; they have few. */
const LOOKED_INTO = new Set(['audit_head', 'source_fact'])

type Options = { file: string; signal: AbortSignal; onProgress?: BackupProgress }

/**
 * Reads a backup file to its end and verifies each table's row count and checksum, without a database.
 * @throws BackupError that names the file if it is not a backup, is damaged or is cut short; the signal's
 * reason once it is aborted
 */
export async function inspectBackup(options: Options): Promise<BackupContents> {
  try {
    return await readContents(options)
  } catch (error) {
    if (error instanceof BackupError)
      throw new BackupError(t('backup.of-file', { file: options.file, message: error.message }), {
        cause: error,
      })
    throw error
  }
}

async function readContents({ file, signal, onProgress }: Options): Promise<BackupContents> {
  const backup = await openBackup(file, signal)
  const contents: BackupContents = { header: backup.header, rows: {}, auditHead: null, isSandbox: null }
  try {
    for await (const table of backup.tables) {
      const kept: Buffer[] = []
      let rows = 0
      for await (const bytes of table.data) {
        signal.throwIfAborted()
        rows += countLines(bytes)
        onProgress?.({ table: table.table, rows, done: backup.done() })
        if (LOOKED_INTO.has(table.table)) kept.push(bytes)
      }
      contents.rows[table.table] = rows
      if (kept.length > 0) lookInto(contents, table, Buffer.concat(kept).toString())
    }
    return contents
  } catch (error) {
    signal.throwIfAborted()
    throw error
  } finally {
    backup.close()
  }
}

function lookInto(contents: BackupContents, { table, columns }: BackupTable, text: string): void {
  const records = copyRecords(columns, text)
  if (table === 'audit_head') {
    const [head] = records
    const sequence = Number(head?.sequence ?? 0)
    if (sequence > 0) contents.auditHead = { sequence, hash: head?.hash ?? '', seal: head?.seal ?? '' }
    return
  }
  const origins = records.filter(({ fact }) => fact === 'origin')
  if (origins.length > 0) contents.isSandbox = origins.some(({ value }) => /"sandbox:/.test(value ?? ''))
}

const ESCAPED: Record<string, string> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' }

/**
 * Parses rows in COPY's text format into records by column; `\N` is null.
 * @param text whole lines
 */
function copyRecords(columns: readonly string[], text: string): Record<string, string | null>[] {
  const lines = text.split('\n').slice(0, -1)
  return lines.map((line) => {
    const values = line.split('\t')
    return Object.fromEntries(columns.map((column, at) => [column, copyValue(values[at] ?? '\\N')]))
  })
}

function copyValue(value: string): string | null {
  if (value === '\\N') return null
  return value.replaceAll(/\\(.)/gs, (_, escaped: string) => ESCAPED[escaped] ?? escaped)
}
