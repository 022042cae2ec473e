import type { BackupProgress } from '#lib/server/backup/format.ts'
import type { Env } from '#lib/server/config/env.ts'
import { commandWords } from '#lib/words/command-words.ts'
import { readSettings } from './environment.ts'
import { explainFailure } from './explain.ts'
import { onStop } from './on-stop.ts'
import { below, fail, say, warn } from './say.ts'

const t = commandWords('commands')

/** Faults of a file named on the command line, by error code; `explainFailure` covers the other codes. */
const FILE_CODES = ['EEXIST', 'ENOENT', 'EISDIR'] as const
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
    if (stop.signal.aborted) return fail(t('copy.stopped'), 130)
    return fail(explain(error))
  }
}

function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const code = FILE_CODES.find((one) => 'code' in error && error.code === one)
  if (code !== undefined && 'path' in error) return t(`file.${code}`, { file: String(error.path) })
  return explainFailure(error)
}

/** Redraws one line (every 100 ms) on a terminal; otherwise prints a line every ten seconds. */
function progressLines(): BackupProgress {
  let drawnAt = performance.now()
  return ({ table, rows, done }) => {
    const now = performance.now()
    if (now - drawnAt < (process.stdout.isTTY ? DRAW_EVERY_MS : LOG_EVERY_MS)) return
    drawnAt = now
    const line = t('copy.rows', { percent: percent(done).padStart(5), table, rows })
    if (process.stdout.isTTY) process.stdout.write(`\r${below(line.padEnd(60))}`)
    else say(below(line.trim()))
  }
}

/** Clears the progress line on a terminal, so that the next output starts on an empty line. */
export function endProgress(): void {
  if (process.stdout.isTTY) process.stdout.write(`\r${' '.repeat(72)}\r`)
}

function percent(done: number): string {
  return `${Math.floor(Math.min(done, 1) * 100)} %`
}
