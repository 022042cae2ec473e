import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { link, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { ExplainedError } from '#lib/errors.ts'
import { readDataFile } from '#lib/server/config/data-file.ts'
import { commandWords } from '#lib/words/command-words.ts'

const t = commandWords('start')

/** Grace period in which the process that created a lock file writes its process id into it. */
export const WRITE_GRACE_MS = 100
const REMOVE_ADVICE = t('lock.file')

type FileLock = {
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
 * @throws {ExplainedError} with the fix if another process keeps the lock for longer than `limitMs`
 */
export async function withFileLock<T>(
  { file, limitMs, onWait }: FileLock,
  work: (hasWaited: boolean) => Promise<T>,
): Promise<T> {
  const endsAt = performance.now() + limitMs
  const program = path.basename(process.argv[1] ?? '')
  let hasWaited = false
  let gone: number | null = null
  while (!(await createLockFile(file, `${process.pid} ${program}`))) {
    await sleep(WRITE_GRACE_MS)
    const holder = await holderOf(file, REMOVE_ADVICE)
    if (!hasWaited) onWait?.(holder?.pid ?? null)
    hasWaited = true
    const isGone = holder !== null && !isHolding(file, holder)
    // Removed only on the second look: a lock file created a moment ago has no process id yet.
    if (isGone && gone === holder.pid) await removeStale(file, holder.pid)
    gone = isGone ? holder.pid : null
    if (performance.now() > endsAt) throw stuck(file, holder?.pid ?? null)
  }
  held.add(file)
  return work(hasWaited).finally(() => release(file))
}

/** The lock files that this process holds. A file with this process's id that is not among them is stale. */
const held = new Set<string>()

/** In a container every start may have the same process id, so an own id alone proves nothing. */
function isHolding(file: string, { pid, program }: Holder): boolean {
  return pid === process.pid ? held.has(file) : isRunning(pid, program)
}

async function release(file: string): Promise<void> {
  held.delete(file)
  await releaseOwn(file)
}

/** Removes a lock file of this process, and leaves one that another process has taken over meanwhile. */
export async function releaseOwn(file: string): Promise<void> {
  const holder = await holderOf(file, REMOVE_ADVICE).catch(() => null)
  if (holder?.pid === process.pid) await rm(file, { force: true })
}

/**
 * Removes the lock file of a process that is gone. The file is renamed first, so that a lock which another
 * process has created meanwhile is noticed and put back.
 */
export async function removeStale(file: string, pid: number): Promise<void> {
  const aside = `${file}.${randomUUID()}`
  try {
    await rename(file, aside)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return
    throw error
  }
  const holder = await holderOf(aside, REMOVE_ADVICE)
  if (holder?.pid !== pid)
    await link(aside, file).catch(async (error: unknown) => {
      // Some network file systems have no hard links.
      if (codeOf(error) !== 'EEXIST') await rename(aside, file)
    })
  await rm(aside, { force: true })
}

function stuck(file: string, pid: number | null): ExplainedError {
  return new ExplainedError(t('lock.stuck', { pid: String(pid), file }))
}

type Holder = {
  /** 0 if the file holds no process id. */
  pid: number
  /** The name of the program, to tell a reused process id; blank if the file does not hold it. */
  program: string
}

/** Reads whose process id is in a lock file; null if there is no file. */
export async function holderOf(file: string, advice: string): Promise<Holder | null> {
  const text = await readDataFile(file, advice)
  if (text === null) return null
  const [, pid = '0', program = ''] = /^(\d{1,10})(?: (.*))?$/.exec(text.trim()) ?? []
  return { pid: Number(pid), program }
}

/**
 * Creates the lock file with a text that begins with the process id; returns false if the file exists. Uses an
 * exclusive write rather than a hard link, which some network file systems lack. Other users may read it.
 */
export function createLockFile(file: string, text: string): Promise<boolean> {
  return writeFile(file, text, { mode: 0o644, flag: 'wx' }).then(
    () => true,
    (error: unknown) => {
      if (codeOf(error) === 'EEXIST') return false
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
  } catch (error) {
    // EPERM: a process of another user.
    if (codeOf(error) !== 'EPERM') return false
  }
  if (process.platform !== 'linux' || pid === process.pid) return true
  try {
    const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8')
    return line !== '' && line.includes(words)
  } catch {
    return false
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}
