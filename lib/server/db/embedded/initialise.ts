import 'server-only'
import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chmod, chown, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { DataDirError } from '#lib/server/config/data-file.ts'
import { commandWords } from '#lib/words/command-words.ts'
import { isReachable, makeOpenFolder, postgresUser } from './binaries.ts'
import { program } from './program.ts'

const t = commandWords('postgresql')

type Initial = {
  dataFolder: string
  /** The superuser of the new database, and its password. */
  owner: string
  password: string
  /** For tests: turns off fsync, and makes the check of a password cheap for each new connection. */
  isDisposable: boolean
}

/**
 * Makes the database in a folder beside its own and moves it there when it is whole, so that a first start
 * which is killed leaves nothing that the next one would take for a database.
 * @throws {DataDirError} if the folder holds other files, which stay; {EmbeddedPostgresError} if initdb fails
 */
export async function initialise(bin: string, options: Initial): Promise<void> {
  const { dataFolder } = options
  const parent = path.dirname(dataFolder)
  if (!existsSync(parent) || !(await isReachable(parent))) await makeOpenFolder(parent)
  await mkdir(dataFolder, { recursive: true, mode: 0o700 })
  const [found] = await readdir(dataFolder)
  if (found !== undefined) throw new DataDirError(t('data.foreign', { folder: dataFolder, found }))
  await removeDrafts(dataFolder)
  const draft = `${dataFolder}${DRAFT}${randomUUID()}`
  try {
    await fill(bin, draft, options)
    await rename(draft, dataFolder)
  } catch (error) {
    await rm(draft, { recursive: true, force: true })
    if (!isMountPoint(error)) throw explainInitdb(dataFolder, error)
    await fill(bin, dataFolder, options).catch((cause) => {
      throw explainInitdb(dataFolder, cause)
    })
  }
}

/** Explains an initdb failure on a full disk in one line with the fix; returns other errors unchanged. */
export function explainInitdb(dataFolder: string, error: unknown): unknown {
  if (!(error instanceof Error) || !/No space left on device|Disk quota exceeded/.test(error.message))
    return error
  return new DataDirError(t('data.full', { folder: dataFolder }), { cause: error })
}

/** Follows the name of a data folder in the names of its drafts. */
const DRAFT = '.new-'

/** Removes what killed starts left. The caller holds the lock of DATA_DIR, so no other start uses a draft. */
async function removeDrafts(dataFolder: string): Promise<void> {
  const prefix = path.basename(dataFolder) + DRAFT
  const parent = path.dirname(dataFolder)
  for (const name of await readdir(parent))
    if (name.startsWith(prefix)) await rm(path.join(parent, name), { recursive: true, force: true })
}

/** A volume that is mounted at the data folder cannot be replaced by a rename. */
function isMountPoint(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'EBUSY' || error.code === 'EXDEV')
}

async function fill(bin: string, folder: string, { owner, password, isDisposable }: Initial): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const passwordFile = `${folder}.password`
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 })
  const { uid, gid } = postgresUser
  if (uid !== undefined && gid !== undefined) {
    for (const entry of [folder, passwordFile]) await chown(entry, uid, gid)
  }
  try {
    const locale = ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C']
    const access = ['-U', owner, '--pwfile', passwordFile, '-A', 'scram-sha-256']
    await program(path.join(bin, 'initdb'), [
      '-D',
      folder,
      '-E',
      'UTF8',
      ...locale,
      ...access,
      ...(isDisposable ? ['--no-sync', '-c', 'scram_iterations=1'] : []),
    ])
  } finally {
    await rm(passwordFile, { force: true })
  }
  await chmod(folder, 0o700)
}
