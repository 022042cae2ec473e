import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type EmbeddedPostgres, startEmbedded } from '#lib/server/db/embedded/embedded.ts'
import { freePort } from '#lib/server/db/embedded/postmaster.ts'
import type { Place } from './asking.ts'
import { type Contents, readContents } from './contents.ts'
import type { Environment } from './furrow.ts'

/** An installation's folder, address and environment. */
export type Installation = Place & { dataDir: string; environment: Environment }

const folders: string[] = []

/** Creates a folder that is removed at the end and that PostgreSQL's user can enter. */
export async function newFolder(name: string): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), `furrow-rehearsal-${name}-`))
  await chmod(folder, 0o711)
  folders.push(folder)
  return folder
}

/**
 * Prepares an installation: a new DATA_DIR and a free port.
 * @param environment further variables
 */
export async function newInstallation(name: string, environment: Environment): Promise<Installation> {
  const dataDir = await newFolder(name)
  const port = await freePort()
  const host = `localhost:${port}`
  const own = { DATA_DIR: dataDir, PORT: String(port), APP_URL: `http://${host}` }
  return { url: `http://127.0.0.1:${port}`, host, dataDir, environment: { ...own, ...environment } }
}

/** Reads the secret that Furrow created in a DATA_DIR. */
export function secretOf(dataDir: string): Promise<string> {
  return readFile(path.join(dataDir, 'secret'), 'utf8')
}

/** Returns the URL of the embedded database of a DATA_DIR, starting PostgreSQL if needed. */
export async function embeddedUrl(dataDir: string): Promise<string> {
  return (await startEmbedded({ dataDir })).url('furrow')
}

/** Reads the database of a stopped installation, starting PostgreSQL only for the reading. */
export async function contentsAtRest(dataDir: string): Promise<Contents> {
  const postgres = await startEmbedded({ dataDir })
  try {
    return await readContents(postgres.url('furrow'))
  } finally {
    await postgres.stop()
  }
}

/** Starts a PostgreSQL 18 in a folder of its own, for several servers. */
export async function sharedPostgres(): Promise<EmbeddedPostgres> {
  return startEmbedded({ dataDir: await newFolder('shared'), isDisposable: true })
}

export async function removeFolders(): Promise<void> {
  for (const folder of folders) await rm(folder, { recursive: true, force: true })
}
