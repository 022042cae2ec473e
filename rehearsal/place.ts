import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type EmbeddedPostgres, startEmbedded } from '#lib/server/db/embedded/embedded.ts'
import { freePort } from '#lib/server/db/embedded/postmaster.ts'
import type { Place } from './asking.ts'
import { type Contents, readContents } from './contents.ts'
import type { Environment } from './furrow.ts'

/** A folder of an installation and the address it is known by. */
export type Installation = Place & { dataDir: string; environment: Environment }

const folders: string[] = []

/** A folder that is removed at the end; PostgreSQL's user may enter it. */
export async function newFolder(name: string): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), `furrow-rehearsal-${name}-`))
  await chmod(folder, 0o711)
  folders.push(folder)
  return folder
}

/** A place for an installation: a new DATA_DIR and a free port. @param environment what it needs beside these. */
export async function newInstallation(name: string, environment: Environment): Promise<Installation> {
  const dataDir = await newFolder(name)
  const port = await freePort()
  const host = `localhost:${port}`
  const own = { DATA_DIR: dataDir, PORT: String(port), APP_URL: `http://${host}` }
  return { url: `http://127.0.0.1:${port}`, host, dataDir, environment: { ...own, ...environment } }
}

/** The secret that Furrow made in a DATA_DIR. */
export function secretOf(dataDir: string): Promise<string> {
  return readFile(path.join(dataDir, 'secret'), 'utf8')
}

/** The address of the database that runs in a DATA_DIR. */
export async function embeddedUrl(dataDir: string): Promise<string> {
  return (await startEmbedded({ dataDir })).url('furrow')
}

/** What the database of a stopped installation holds: PostgreSQL is started for it alone, and stopped again. */
export async function contentsAtRest(dataDir: string): Promise<Contents> {
  const postgres = await startEmbedded({ dataDir })
  try {
    return await readContents(postgres.url('furrow'))
  } finally {
    await postgres.stop()
  }
}

/** A PostgreSQL 18 for several servers, in a folder of its own. */
export async function sharedPostgres(): Promise<EmbeddedPostgres> {
  return startEmbedded({ dataDir: await newFolder('shared'), isDisposable: true })
}

export async function removeFolders(): Promise<void> {
  for (const folder of folders) await rm(folder, { recursive: true, force: true })
}
