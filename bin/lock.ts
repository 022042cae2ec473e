import { readFileSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { readDataFile } from '#lib/server/data-file.ts'

/** Another Furrow runs on the same DATA_DIR. */
export class AlreadyRunningError extends Error {
  override name = 'AlreadyRunningError'
}

/**
 * The process number of the Furrow that runs on this DATA_DIR, or null.
 * @throws DataDirError where the file that would name it cannot be read
 */
export async function runningFurrow(dataDir: string): Promise<number | null> {
  const pid = await holderOf(lockFile(dataDir), 'Remove it: Furrow keeps its process number there.')
  return pid !== process.pid && isRunning(pid, 'bin/start.ts') ? pid : null
}

/** @throws AlreadyRunningError with the fix, where a Furrow runs on this DATA_DIR */
export async function requireNoFurrow(dataDir: string): Promise<void> {
  const pid = await runningFurrow(dataDir)
  if (pid === null) return
  throw new AlreadyRunningError(
    `Furrow already runs here (process ${pid}, folder ${dataDir}). Stop it, or start another with its own DATA_DIR and PORT.`,
  )
}

/** Whoever has made such a file writes the number into it in far less. */
const WRITTEN_MS = 100

/**
 * Claims DATA_DIR for this process; of two that start at once, one gets it. The lock of a killed process is taken over.
 * @returns a function that gives it back
 * @throws AlreadyRunningError with the fix
 */
export async function claimDataDir(dataDir: string): Promise<() => Promise<void>> {
  while (!(await isMade(lockFile(dataDir)))) {
    await requireNoFurrow(dataDir)
    await sleep(WRITTEN_MS)
    await requireNoFurrow(dataDir)
    await rm(lockFile(dataDir), { force: true })
  }
  return () => rm(lockFile(dataDir), { force: true })
}

/** The longest that PostgreSQL takes to be made, started and stopped here. */
const LONGEST_TURN_MS = 120_000

/**
 * Does work that only one process of a DATA_DIR may do at a time, after whoever does it now. The turn of a killed process is
 * taken over.
 * @throws AlreadyRunningError with the fix, where another process does not come to an end of it
 */
export async function inTurn<T>(dataDir: string, work: () => Promise<T>): Promise<T> {
  const file = path.join(dataDir, 'postgres.lock')
  const endsAt = performance.now() + LONGEST_TURN_MS
  let gone: number | null = null
  while (!(await isMade(file))) {
    await sleep(WRITTEN_MS)
    const pid = await holderOf(file, 'Remove it: it only says which process opens the database.')
    const isGone = pid !== null && !isRunning(pid)
    // Seen twice: a file that was only just made has no number yet.
    if (isGone && gone === pid) await rm(file, { force: true })
    gone = isGone ? pid : null
    if (performance.now() > endsAt) throw stuck(file, pid)
  }
  return work().finally(() => rm(file, { force: true }))
}

function stuck(file: string, pid: number | null): AlreadyRunningError {
  return new AlreadyRunningError(
    `Process ${pid} has been opening or closing the database here for two minutes. Stop it and try again; if it is no command of Furrow, remove ${file}.`,
  )
}

/** The number in a file that its holder made; 0 where it holds something else, null where there is none. */
async function holderOf(file: string, advice: string): Promise<number | null> {
  const text = await readDataFile(file, advice)
  if (text === null) return null
  return /^\d{1,10}$/.test(text.trim()) ? Number(text) : 0
}

/** False where the file is there already. Not by a link, which some network disks do not have. */
function isMade(file: string): Promise<boolean> {
  return writeFile(file, String(process.pid), { mode: 0o600, flag: 'wx' }).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'EEXIST') return false
      throw error
    },
  )
}

function lockFile(dataDir: string): string {
  return path.join(dataDir, 'furrow.pid')
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
