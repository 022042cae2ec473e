import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmod,
  chown,
  cp,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  realpath,
  rename,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest'
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
})

test('stopping a server that ended by itself is no error, which would hide the cause', async () => {
  const postgres = await startEmbedded({ dataDir: path.join(root, 'ended'), isDisposable: true })
  await postgres.stop()
  await expect(postgres.stop()).resolves.toBeUndefined()
})

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
})

test('a data folder with other files in it is refused, and keeps them', async () => {
  const dataDir = path.join(root, 'other files')
  await mkdir(path.join(dataDir, 'postgres'), { recursive: true })
  await writeFile(path.join(dataDir, 'postgres', 'precious.txt'), 'mine')
  await expect(startEmbedded({ dataDir, isDisposable: true })).rejects.toThrow(
    /holds no database, but precious.txt. Empty the folder/,
  )
  expect(await readdir(path.join(dataDir, 'postgres'))).toEqual(['precious.txt'])
})

test('a first start that is killed leaves nothing that the next one would take for a database', async () => {
  const dataDir = path.join(root, 'killed')
  const code = `import { startEmbedded } from '#lib/server/db/embedded/embedded.ts'
    await startEmbedded({ dataDir: ${JSON.stringify(dataDir)}, isDisposable: true })`
  const words = ['--conditions=react-server', '--input-type=module', '--eval', code]
  // In a separate process group, so that the test also kills PostgreSQL's programs.
  const starting = spawn(process.execPath, words, { detached: true, stdio: 'ignore' })
  const ended = once(starting, 'exit')
  const begun = async () => (await readdir(dataDir, { recursive: true }).catch(() => [])).join(' ')
  await expect.poll(begun, { interval: 5 }).toContain('PG_VERSION')
  process.kill(-(starting.pid ?? 0), 'SIGKILL')
  await ended
  const postgres = await startEmbedded({ dataDir, isDisposable: true })
  try {
    expect(await postgres.createDatabase('furrow')).toContain('/furrow')
    expect((await readdir(dataDir)).toSorted()).toEqual(['postgres', 'postgres.json'])
  } finally {
    await postgres.stop()
  }
})

test('a PGSSLMODE for other servers does not reach the embedded one, which has no TLS', async () => {
  vi.stubEnv('PGSSLMODE', 'require')
  onTestFinished(() => void vi.unstubAllEnvs())
  const postgres = await startEmbedded({ dataDir: path.join(root, 'plain'), isDisposable: true })
  try {
    expect(await postgres.createDatabase('furrow')).toContain('/furrow')
  } finally {
    await postgres.stop()
  }
})

test('a folder that PostgreSQL’s user cannot enter works under a strict umask, also by another path', async () => {
  const closed = await mkdtemp(path.join(tmpdir(), 'furrow-closed-'))
  onTestFinished(() => rm(closed, { recursive: true, force: true }))
  const umask = process.umask(0o077)
  onTestFinished(() => void process.umask(umask))
  const dataDir = path.join(closed, 'data')
  const first = await startEmbedded({ dataDir, isDisposable: true })
  onTestFinished(() => rm(first.dataFolder, { recursive: true, force: true }))
  await first.stop()
  const link = path.join(closed, 'link')
  await symlink(dataDir, link)
  const second = await startEmbedded({ dataDir: link, isDisposable: true })
  await second.stop()
  expect(await realpath(second.dataFolder)).toBe(await realpath(first.dataFolder))
})

/** Copying as root loses the owner of files. */
async function giveToPostgres(folder: string): Promise<void> {
  const { uid, gid } = postgresUser
  if (uid === undefined || gid === undefined) return
  await chown(folder, uid, gid)
  for (const file of await readdir(folder, { recursive: true }))
    await chown(path.join(folder, file), uid, gid)
}
