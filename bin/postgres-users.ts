import { randomUUID } from 'node:crypto'
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { isRunning } from './turn.ts'

// Furrow and its commands may use the PostgreSQL of one DATA_DIR together. Each leaves a note there while it does, so that
// none stops PostgreSQL under another. To be called in turn (`inTurn`), as PostgreSQL is started and stopped.

const FOLDER = 'postgres-users'

/**
 * Notes that this process uses the PostgreSQL of a DATA_DIR.
 * @returns takes the note back. It gives the number of a process that still uses PostgreSQL, or null.
 */
export async function noteUse(dataDir: string): Promise<() => Promise<number | null>> {
  const folder = path.join(dataDir, FOLDER)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const note = path.join(folder, `${process.pid}-${randomUUID()}`)
  // A number is used again some day, seldom by the same program.
  await writeFile(note, path.basename(process.argv[1] ?? ''), { mode: 0o600 })
  return async () => {
    await rm(note, { force: true })
    return someUser(folder)
  }
}

/** Removes the notes of processes that were killed. */
async function someUser(folder: string): Promise<number | null> {
  for (const name of await readdir(folder)) {
    const note = path.join(folder, name)
    const pid = Number.parseInt(name, 10)
    const program = await readFile(note, 'utf8').catch(() => '')
    if (isRunning(pid, program)) return pid
    await rm(note, { force: true })
  }
  return null
}
