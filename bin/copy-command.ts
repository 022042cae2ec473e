import type { BackupProgress } from '#lib/server/backup/format.ts'
import type { Env } from '#lib/server/config/env.ts'
import { onStop } from './children.ts'
import { readSettings } from './environment.ts'
import { explainFailure } from './explain.ts'
import { fail, say, warn } from './say.ts'

/** Faults of a file named on the command line, by error code; `explainFailure` covers the other codes. */
const FILE_FAULTS: Record<string, string> = {
  EEXIST: 'exists already, or another backup writes it. Choose another name.',
  ENOENT: 'cannot be found, or its folder does not exist. Correct the path.',
  EISDIR: 'is a folder. Name a file.',
}
const DRAW_EVERY_MS = 100
/** Interval between progress lines when the output goes to a log instead of a terminal. */
const LOG_EVERY_MS = 10_000

type Copying = { env: Env; signal: AbortSignal; onProgress: BackupProgress }

/**
 * Runs a command that copies the database to or from a file, then ends the process. The exit code is the one
 * that `copy` returns; 1 after one line with cause and fix; or 130 if the user stopped the command, which
 * leaves everything unchanged.
 */
export async function runCopy(copy: (copying: Copying) => Promise<number>): Promise<never> {
  const stop = new AbortController()
  onStop((reason) => stop.abort(new Error(reason)))
  try {
    const code = await copy({ env: readSettings(warn), signal: stop.signal, onProgress: progressLines() })
    process.exit(code)
  } catch (error) {
    if (stop.signal.aborted) return fail('Stopped; nothing was changed.', 130)
    return fail(explain(error))
  }
}

function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const code = 'code' in error ? String(error.code) : ''
  const fault = Object.hasOwn(FILE_FAULTS, code) ? FILE_FAULTS[code] : undefined
  if (fault && 'path' in error) return `${error.path} ${fault}`
  return explainFailure(error)
}

/** Redraws one line (every 100 ms) on a terminal; otherwise prints a line every ten seconds. */
function progressLines(): BackupProgress {
  let drawnAt = performance.now()
  return ({ table, rows, done }) => {
    const now = performance.now()
    if (now - drawnAt < (process.stdout.isTTY ? DRAW_EVERY_MS : LOG_EVERY_MS)) return
    drawnAt = now
    const line = `${percent(done).padStart(5)}  ${table}, ${counted(rows, 'row')}`
    if (process.stdout.isTTY) process.stdout.write(`\r            ${line.padEnd(60)}`)
    else say(`            ${line.trim()}`)
  }
}

/** Clears the progress line on a terminal, so that the next output starts on an empty line. */
export function endProgress(): void {
  if (process.stdout.isTTY) process.stdout.write(`\r${' '.repeat(72)}\r`)
}

function percent(done: number): string {
  return `${Math.floor(Math.min(done, 1) * 100)} %`
}

/** Formats a count with its noun: `1 row`, `12,345 rows`. */
export function counted(count: number, noun: string): string {
  return `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`
}
