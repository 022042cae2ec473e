import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { ExplainedError } from '#lib/errors.ts'
import { commandWords } from '#lib/words/command-words.ts'
import { createLockFile, holderOf, isRunning, releaseOwn, removeStale, WRITE_GRACE_MS } from './file-lock.ts'

const t = commandWords('start')

/** Another Furrow process runs on the same DATA_DIR. */
export class AlreadyRunningError extends ExplainedError {
  override name = 'AlreadyRunningError'
}

/**
 * Returns the process id of the Furrow that runs on this DATA_DIR, or null.
 * @throws {DataDirError} if the lock file cannot be read
 */
export async function runningFurrow(dataDir: string): Promise<number | null> {
  const pid = await pidIn(lockFile(dataDir))
  return pid !== process.pid && isRunning(pid, 'bin/start.ts') ? pid : null
}

/**
 * Fails if a Furrow runs on this DATA_DIR.
 * @throws {AlreadyRunningError} with the fix
 */
export async function requireNoFurrow(dataDir: string): Promise<void> {
  const pid = await runningFurrow(dataDir)
  if (pid === null) return
  throw new AlreadyRunningError(t('folder.taken', { pid: String(pid), folder: dataDir }))
}

/**
 * Acquires the lock on DATA_DIR for this process, so that of two simultaneous starts only one gets it. Takes
 * over the lock of a process that was killed.
 * @returns a function that releases the lock
 * @throws {AlreadyRunningError} with the fix
 */
export async function claimDataDir(dataDir: string): Promise<() => Promise<void>> {
  const file = lockFile(dataDir)
  let gone: number | null = null
  while (!(await createLockFile(file, String(process.pid)))) {
    await requireNoFurrow(dataDir)
    const pid = await pidIn(file)
    // Removed only on the second look: a lock file created a moment ago has no process id yet.
    if (pid !== null && pid === gone) await removeStale(file, pid)
    gone = pid
    await sleep(WRITE_GRACE_MS)
  }
  return () => releaseOwn(file)
}

async function pidIn(file: string): Promise<number | null> {
  const holder = await holderOf(file, t('folder.process-file'))
  return holder?.pid ?? null
}

function lockFile(dataDir: string): string {
  return path.join(dataDir, 'furrow.pid')
}
