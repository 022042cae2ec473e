import { parseArgs } from 'node:util'
import type { BackupProgress } from '#lib/server/db/backup/format.ts'
import { onStop } from './children.ts'
import { readSettings } from './environment.ts'
import { explainFailure } from './explain.ts'
import { openStore } from './resources.ts'
import { fail, say, warn } from './say.ts'

const FILE_FAULTS: Record<string, string> = {
  EEXIST: 'exists already, or another backup writes it. Choose another name.',
  ENOENT: 'cannot be found, or its folder does not exist.',
  EACCES: 'may not be read or written by you.',
  ENOSPC: 'has no space left on its disk.',
}

type Copy = (options: {
  url: string
  file: string
  signal: AbortSignal
  onProgress: BackupProgress
}) => Promise<{ counts: Record<string, number>; line: string }>

/** Runs a command that moves the database to or from a file, and ends the process: 0, 1 with the fix, or 130 if stopped. */
export async function runCopy(usage: string, copy: Copy): Promise<never> {
  const stop = new AbortController()
  onStop((reason) => stop.abort(new Error(reason)))
  const file = readFile(usage)
  try {
    const store = await openStore(readSettings(warn), say)
    try {
      const { counts, line } = await copy({
        url: store.url,
        file,
        signal: stop.signal,
        onProgress: drawRows(),
      })
      const total = Object.values(counts).reduce((sum, count) => sum + count, 0)
      say(`\n${line}\n            ${total} rows of ${Object.keys(counts).length} tables`)
    } finally {
      await store.close()
    }
  } catch (error) {
    if (stop.signal.aborted) {
      say('\nStopped; nothing was changed.')
      process.exit(130)
    }
    return fail(explain(file, error))
  }
  process.exit(0)
}

function readFile(usage: string): string {
  try {
    const [file, ...others] = parseArgs({ allowPositionals: true }).positionals
    if (file === undefined || others.length > 0) return fail(usage)
    return file
  } catch {
    return fail(usage)
  }
}

function explain(file: string, error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const code = 'code' in error ? String(error.code) : ''
  const fault = Object.hasOwn(FILE_FAULTS, code) && 'path' in error ? FILE_FAULTS[code] : undefined
  if (fault) return `${file} ${fault}`
  return explainFailure(error)
}

/** Prints a line a table, and where a person watches how far it has got. */
function drawRows(): BackupProgress {
  let current = ''
  let drawnAt = 0
  return (table, rows) => {
    const isNew = table !== current
    current = table
    if (!process.stdout.isTTY) return
    const now = performance.now()
    if (!isNew && now - drawnAt < 100) return
    drawnAt = now
    process.stdout.write(`${isNew ? '\n' : '\r'}  ${table.padEnd(24)}${String(rows).padStart(12)} rows`)
  }
}
