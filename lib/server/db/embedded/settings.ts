import 'server-only'
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { rename, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { createDataFile, DataDirError, readDataFile, unreadable } from '#lib/server/config/data-file.ts'
import { commandWords } from '#lib/words/command-words.ts'
import { postgresDataFolder } from './binaries.ts'

const t = commandWords('postgresql')

const settingsSchema = z.object({
  dataFolder: z.string().startsWith('/'),
  password: z.string().min(1),
  /** The DATA_DIR that the data belongs to; files of older releases do not name it. */
  dataDir: z.string().startsWith('/').optional(),
})
export type Settings = z.infer<typeof settingsSchema>

/**
 * Tells whether a DATA_DIR contains a database; creates nothing.
 * @throws DataDirError when postgres.json is missing, unreadable or damaged beside the database whose
 * password the file holds
 */
export async function isEmbeddedIn(dataDir: string): Promise<boolean> {
  const settings = await knownSettings(path.resolve(dataDir))
  return settings !== null && existsSync(path.join(settings.dataFolder, 'PG_VERSION'))
}

/**
 * Reads the embedded database's password and data folder from postgres.json, and creates the file at the
 * first start. Only the owner can read the file.
 */
export async function readSettings(root: string): Promise<Settings> {
  const known = await knownSettings(root)
  if (known !== null) return known
  const dataFolder = await postgresDataFolder(root)
  const settings = { dataFolder, password: randomBytes(24).toString('hex'), dataDir: root }
  await createDataFile(settingsFile(root), JSON.stringify(settings, null, 2))
  return (await knownSettings(root)) ?? unreadable(settingsFile(root))
}

/**
 * Reads the settings of the database in this DATA_DIR; null when there is neither file nor database. After
 * DATA_DIR was moved, the new data folder is written to the file.
 */
async function knownSettings(root: string): Promise<Settings | null> {
  const file = settingsFile(root)
  const here = await postgresDataFolder(root)
  const text = await readDataFile(file, t('password.keep', { folder: here }))
  if (text === null) {
    if (existsSync(path.join(here, 'PG_VERSION')))
      throw new DataDirError(t('password.missing', { file, folder: here }))
    return null
  }
  const settings = parseSettings(text)
  if (settings === null) throw new DataDirError(t('password.damaged', { file, folder: here }))
  const { dataFolder, dataDir = root } = settings
  // A copy of DATA_DIR still names the data of the original.
  if (existsSync(path.join(here, 'PG_VERSION')) || !existsSync(path.join(dataFolder, 'PG_VERSION')))
    return dataFolder === here ? settings : moved(file, { ...settings, dataFolder: here, dataDir: root })
  if (dataFolder === here) return settings
  if (dataDir !== root && (await isOtherFile(settingsFile(dataDir), file)))
    throw new DataDirError(t('password.copy', { folder: root, original: dataDir, data: dataFolder }))
  return settings.dataDir === root ? settings : moved(file, { ...settings, dataDir: root })
}

/** True if `other` exists and is not `file` under another path, as behind a symbolic link. */
async function isOtherFile(other: string, file: string): Promise<boolean> {
  const [there, here] = await Promise.all([stat(other).catch(() => null), stat(file)])
  return there !== null && (there.ino !== here.ino || there.dev !== here.dev)
}

async function moved(file: string, settings: Settings): Promise<Settings> {
  const draft = `${file}.${process.pid}`
  await writeFile(draft, JSON.stringify(settings, null, 2), { mode: 0o600 })
  await rename(draft, file)
  return settings
}

function parseSettings(text: string): Settings | null {
  try {
    return settingsSchema.parse(JSON.parse(text))
  } catch {
    return null
  }
}

/** The path of postgres.json, which holds the settings. */
export function settingsFile(root: string): string {
  return path.join(root, 'postgres.json')
}
