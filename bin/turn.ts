import { readFileSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { ExplainedError } from '#lib/errors.ts'
import { readDataFile } from '#lib/server/config/data-file.ts'

/** Another process holds the lock for longer than the limit. */
export class TurnError extends ExplainedError {
  override name = 'TurnError'
}

/** Grace period in which the process that created a lock file writes its process id into it. */
export const WRITTEN_MS = 100

type Turn = {
  /** Lock file, which holds the process id of the current holder. */
  file: string
  /** Longest time that a holder keeps the lock, in milliseconds; waiting longer fails. */
  limitMs: number
  /** Called once with the holder's process id if another process holds the lock. */
  onWait?: (pid: number | null) => void
}

/**
 * Runs `work` under a file lock, so that only one process of this machine runs it at a time. Takes over the
 * lock of a killed process. `work` is told whether it had to wait for the lock.
 * @throws {TurnError} with the fix if another process keeps the lock for longer than `limitMs`
 */
export async function inTurn<T>(
  { file, limitMs, onWait }: Turn,
  work: (hasWaited: boolean) => Promise<T>,
): Promise<T> {
  const endsAt = performance.now() + limitMs
  let hasWaited = false
  let gone: number | null = null
  while (!(await isMade(file))) {
    await sleep(WRITTEN_MS)
    const pid = await holderOf(file, 'Remove it: it only says whose turn it is.')
    if (!hasWaited) onWait?.(pid)
    hasWaited = true
    const isGone = pid !== null && !isRunning(pid)
    // Removed only on the second look: a lock file created a moment ago has no process id yet.
    if (isGone && gone === pid) await rm(file, { force: true })
    gone = isGone ? pid : null
    if (performance.now() > endsAt) throw stuck(file, pid)
  }
  return work(hasWaited).finally(() => rm(file, { force: true }))
}

function stuck(file: string, pid: number | null): TurnError {
  return new TurnError(
    `Process ${pid} does not end what only one process may do at a time. Stop it and try again; if it is no command of Furrow, remove ${file}.`,
  )
}

/** Reads the process id in a lock file: 0 if the file holds anything else, null if there is no file. */
export async function holderOf(file: string, advice: string): Promise<number | null> {
  const text = await readDataFile(file, advice)
  if (text === null) return null
  return /^\d{1,10}$/.test(text.trim()) ? Number(text) : 0
}

/**
 * Creates the lock file; returns false if it exists. Uses an exclusive write rather than a hard link, which
 * some network file systems lack.
 */
export function isMade(file: string): Promise<boolean> {
  return writeFile(file, String(process.pid), { mode: 0o600, flag: 'wx' }).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'EEXIST') return false
      throw error
    },
  )
}

/**
 * True if a process runs, as far as this user can tell. Process ids are reused, and a reused id must not lock
 * a folder forever: on Linux the process's command line must also contain `words`.
 */
export function isRunning(pid: number | null, words = ''): pid is number {
  if (pid === null || pid <= 0) return false
  try {
    process.kill(pid, 0)
  } catch {
    return false
  }
  if (process.platform !== 'linux' || pid === process.pid) return true
  try {
    const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8')
    return line !== '' && line.includes(words)
  } catch {
    return false
  }
}
