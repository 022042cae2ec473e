import type { BackupProgress } from '#lib/server/backup/format.ts'
import type { Env } from '#lib/server/config/env.ts'
import { onStop } from './children.ts'
import { readSettings } from './environment.ts'
import { explainFailure } from './explain.ts'
import { fail, say, warn } from './say.ts'

/** What else is wrong with a file that a person names. */
const FILE_FAULTS: Record<string, string> = {
  EEXIST: 'exists already, or another backup writes it. Choose another name.',
  ENOENT: 'cannot be found, or its folder does not exist. Correct the path.',
  EISDIR: 'is a folder. Name a file.',
}
const DRAW_EVERY_MS = 100
/** In a log, where nobody watches, a line now and then. */
const LOG_EVERY_MS = 10_000

type Copying = { env: Env; signal: AbortSignal; onProgress: BackupProgress }

/**
 * Runs a command that moves the database to or from a file, and ends the process: with the exit code it returns, with 1 and
 * one line of cause and fix, or with 130 if it was stopped, which leaves everything as it was.
 */
export async function runCopy(copy: (copying: Copying) => Promise<number>): Promise<never> {
  const stop = new AbortController()
  onStop((reason) => stop.abort(new Error(reason)))
  try {
    const code = await copy({
      env: readSettings(warn),
      signal: stop.signal,
      onProgress: progressLines(),
    })
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

/** Draws one line over and over where a person watches, else prints one every ten seconds. */
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

/** Takes the drawn line away, so that the next one stands on its own. */
export function endProgress(): void {
  if (process.stdout.isTTY) process.stdout.write(`\r${' '.repeat(72)}\r`)
}

function percent(done: number): string {
  return `${Math.floor(Math.min(done, 1) * 100)} %`
}

/** A number with its noun: `1 row`, `12,345 rows`. */
export function counted(count: number, noun: string): string {
  return `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`
}
