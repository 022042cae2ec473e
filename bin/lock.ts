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
  const advice = 'Remove it: Furrow keeps its process number there.'
  const text = (await readDataFile(lockFile(dataDir), advice)) ?? ''
  const pid = /^\d{1,10}$/.test(text.trim()) ? Number(text) : 0
  return pid > 0 && isFurrow(pid) ? pid : null
}

/** @throws AlreadyRunningError with the fix, where a Furrow runs on this DATA_DIR */
export async function requireNoFurrow(dataDir: string): Promise<void> {
  const pid = await runningFurrow(dataDir)
  if (pid === null) return
  throw new AlreadyRunningError(
    `Furrow already runs here (process ${pid}, folder ${dataDir}). Stop it, or start another with its own DATA_DIR and PORT.`,
  )
}

/** A start that has made the file writes its number into it in far less. */
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

/** A reused process number must not lock the folder for ever, so where the system tells, the command line is checked. */
function isFurrow(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch {
    return false
  }
  if (process.platform !== 'linux' || pid === process.pid) return pid !== process.pid
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('bin/start.ts')
  } catch {
    return false
  }
}
