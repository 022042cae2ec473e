import { chmod, chown, cp, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { postgresUser } from './binaries.ts'
import { startEmbedded } from './embedded.ts'

let root: string
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'furrow-embedded-'))
  await chmod(root, 0o755)
})
afterAll(() => rm(root, { recursive: true, force: true }))

test('PostgreSQL runs in a folder of any name, also after the folder was moved', async () => {
  const first = path.join(root, 'of $HOME, "quoted" and é')
  const postgres = await startEmbedded({ dataDir: first, isDisposable: true })
  try {
    await postgres.createDatabase('furrow')
    expect((await startEmbedded({ dataDir: first, isDisposable: true })).wasRunning).toBe(true)
  } finally {
    await postgres.stop()
  }

  const second = path.join(root, 'moved')
  await rename(first, second)
  const moved = await startEmbedded({ dataDir: second, isDisposable: true })
  try {
    expect(moved.dataFolder).toBe(path.join(second, 'postgres'))
    expect(await moved.createDatabase('furrow')).toContain('/furrow')
  } finally {
    await moved.stop()
  }
}, 120_000)

test('stopping a server that ended by itself is no error, which would hide the cause', async () => {
  const postgres = await startEmbedded({ dataDir: path.join(root, 'ended'), isDisposable: true })
  await postgres.stop()
  await expect(postgres.stop()).resolves.toBeUndefined()
}, 120_000)

test('a copy of a folder runs its own data, and the original’s is left alone', async () => {
  const original = path.join(root, 'original')
  const first = await startEmbedded({ dataDir: original, isDisposable: true })
  await first.stop()
  const copy = path.join(root, 'copy')
  await cp(original, copy, { recursive: true, preserveTimestamps: true })
  const { dataFolder } = JSON.parse(await readFile(path.join(copy, 'postgres.json'), 'utf8'))
  expect(dataFolder).toBe(path.join(original, 'postgres'))
  await giveToPostgres(path.join(copy, 'postgres'))
  const second = await startEmbedded({ dataDir: copy, isDisposable: true })
  try {
    expect(second.dataFolder).toBe(path.join(copy, 'postgres'))
    expect(await readdir(path.join(original, 'postgres'))).not.toContain('postmaster.pid')
  } finally {
    await second.stop()
  }
}, 120_000)

test('a data folder with other files in it is refused, and keeps them', async () => {
  const dataDir = path.join(root, 'other files')
  await mkdir(path.join(dataDir, 'postgres'), { recursive: true })
  await writeFile(path.join(dataDir, 'postgres', 'precious.txt'), 'mine')
  await expect(startEmbedded({ dataDir, isDisposable: true })).rejects.toThrow(
    /holds no database, but precious.txt. Empty the folder/,
  )
  expect(await readdir(path.join(dataDir, 'postgres'))).toEqual(['precious.txt'])
})

/** Copying as root loses the owner of files. */
async function giveToPostgres(folder: string): Promise<void> {
  const { uid, gid } = postgresUser
  if (uid === undefined || gid === undefined) return
  await chown(folder, uid, gid)
  for (const file of await readdir(folder, { recursive: true }))
    await chown(path.join(folder, file), uid, gid)
}
