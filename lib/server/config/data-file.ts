import 'server-only'
import { access, constants, link, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { ExplainedError } from '#lib/errors.ts'
import { commandWords } from '#lib/words/command-words.ts'

const t = commandWords('settings')

/** DATA_DIR or a file in DATA_DIR cannot be used; the message names the path and the fix. */
export class DataDirError extends ExplainedError {
  override name = 'DataDirError'
}

/**
 * Most bytes read from a file beside the database: real ones are smaller, and a device file may never end.
 */
const MAX_BYTES = 64 * 1024

/**
 * Creates DATA_DIR if missing, and checks that files can be created in it. The mode 0711 lets every user pass
 * through, so that PostgreSQL's user can reach its data.
 * @throws DataDirError
 */
export async function makeDataDir(dataDir: string): Promise<void> {
  try {
    await makeFolders(dataDir)
    await access(dataDir, constants.W_OK | constants.X_OK)
  } catch (cause) {
    const code = FOLDER_CODES[codeOf(cause)] ?? 'other'
    throw new DataDirError(t(`folder.${code}`, { folder: dataDir }), { cause })
  }
}

/**
 * Creates a folder and its missing parents. Node's recursive mkdir never returns below a folder that accepts
 * no entries, such as /proc.
 */
async function makeFolders(folder: string): Promise<void> {
  const parent = path.dirname(folder)
  const isThere = (target: string) => stat(target).then((stats) => stats.isDirectory())
  try {
    await mkdir(folder, { mode: 0o711 })
  } catch (error) {
    const code = codeOf(error)
    if (code === 'EEXIST' && (await isThere(folder))) return
    if (code !== 'ENOENT' || (await isThere(parent).catch(() => false))) throw error
    await makeFolders(parent)
    await mkdir(folder, { mode: 0o711 })
  }
}

type FolderCode = 'EEXIST' | 'ENOTDIR' | 'EACCES' | 'EROFS' | 'ENOSPC' | 'other'
const FOLDER_CODES: Readonly<Record<string, FolderCode>> = {
  ...{ EEXIST: 'EEXIST', ENOTDIR: 'ENOTDIR', EACCES: 'EACCES', EPERM: 'EACCES' },
  ...{ EROFS: 'EROFS', ENOSPC: 'ENOSPC' },
}

/**
 * Reads a file in DATA_DIR; null when there is none.
 * @param advice what the operator should do when the file cannot be read
 * @throws DataDirError
 */
export async function readDataFile(file: string, advice: string): Promise<string | null> {
  const told = { file, advice }
  try {
    const stats = await stat(file)
    if (stats.isDirectory()) throw new DataDirError(t('file.folder', told))
    if (!stats.isFile() || stats.size > MAX_BYTES) throw new DataDirError(t('file.no-file', told))
    return await readFile(file, 'utf8')
  } catch (cause) {
    if (cause instanceof DataDirError) throw cause
    const code = codeOf(cause)
    if (code === 'ENOENT') return null
    throw new DataDirError(
      code === 'EACCES' ? t('file.no-right', told) : t('file.other', { ...told, code }),
      { cause },
    )
  }
}

/**
 * Creates a file that only its owner may read. The file appears complete or not at all, and never replaces an
 * existing one.
 * @returns false when the file exists already, e.g. because another process created it first
 * @throws DataDirError when the disk is full or read-only
 */
export async function createDataFile(file: string, text: string): Promise<boolean> {
  const draft = `${file}.${process.pid}.${crypto.randomUUID()}`
  try {
    // Flushed, so that a power cut after the first start leaves no empty secret.
    await writeFile(draft, text, { mode: 0o600, flag: 'wx', flush: true })
    await link(draft, file)
    return true
  } catch (cause) {
    const code = codeOf(cause)
    if (code === 'EEXIST') return false
    throw new DataDirError(unwritable(file, code), { cause })
  } finally {
    await rm(draft, { force: true })
  }
}

function unwritable(file: string, code: string): string {
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return t('write.EACCES', { file })
    case 'EROFS':
    case 'ENOSPC':
      return t(`write.${code}`, { file })
    default:
      return t('write.other', { file, code })
  }
}

/** @throws {DataDirError} always: a file that was just made, or was there already, is not there to be read */
export function unreadable(file: string): never {
  throw new DataDirError(t('file.link', { file }))
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}
