import { readFileSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { ExplainedError } from '#lib/errors.ts'
import { readDataFile } from '#lib/server/config/data-file.ts'

/** Another process does not come to an end of what only one may do at a time. */
export class TurnError extends ExplainedError {
  override name = 'TurnError'
}

/** Whoever has made a file that names its holder writes the number into it in far less. */
export const WRITTEN_MS = 100

type Turn = {
  /** Names the process whose turn it is. */
  file: string
  /** The longest that a turn takes. */
  limitMs: number
  /** Called once where another process has its turn. */
  onWait?: (pid: number | null) => void
}

/**
 * Does work that only one process of this machine may do at a time, after whoever does it now. The turn of a killed process
 * is taken over. `work` is told whether it had to wait.
 * @throws TurnError with the fix, where another process does not come to an end of it
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
    // Seen twice: a file that was only just made has no number yet.
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

/** The number in a file that its holder made; 0 where it holds something else, null where there is none. */
export async function holderOf(file: string, advice: string): Promise<number | null> {
  const text = await readDataFile(file, advice)
  if (text === null) return null
  return /^\d{1,10}$/.test(text.trim()) ? Number(text) : 0
}

/** False where the file is there already. Not by a link, which some network disks do not have. */
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
 * Whether a process runs, as far as this user may know. A reused number must not lock a folder for ever, so where the
 * system tells, its command line must have these words.
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
