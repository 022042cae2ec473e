import { randomUUID } from 'node:crypto'
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { isRunning } from './file-lock.ts'

// Furrow and its commands can share the embedded PostgreSQL of one DATA_DIR. Each process keeps a note file
// there meanwhile, so that no process stops PostgreSQL while another uses it. Callers hold the lock of
// `withFileLock`, as they do to start and stop PostgreSQL.

const FOLDER = 'postgres-users'
/** The notes of this process. In a container every start may have the same process id. */
const own = new Set<string>()

/**
 * Records that this process uses the PostgreSQL of a DATA_DIR.
 * @returns a function that removes the note and returns the id of a process that still uses PostgreSQL, or
 * null
 */
export async function noteUse(dataDir: string): Promise<() => Promise<number | null>> {
  const folder = path.join(dataDir, FOLDER)
  await mkdir(folder, { recursive: true, mode: 0o755 })
  const note = path.join(folder, `${process.pid}-${randomUUID()}`)
  // The system reuses process ids, but seldom for the same program, so the note holds the program's name.
  await writeFile(note, path.basename(process.argv[1] ?? ''), { mode: 0o644 })
  own.add(note)
  return async () => {
    own.delete(note)
    await rm(note, { force: true })
    return someUser(folder)
  }
}

/**
 * Returns the id of a process that still uses PostgreSQL, or null; removes the notes of killed processes it
 * finds first.
 */
async function someUser(folder: string): Promise<number | null> {
  for (const name of await readdir(folder)) {
    const note = path.join(folder, name)
    const pid = Number.parseInt(name, 10)
    const program = await readFile(note, 'utf8').catch(() => '')
    if (pid === process.pid ? own.has(note) : isRunning(pid, program)) return pid
    await rm(note, { force: true })
  }
  return null
}
