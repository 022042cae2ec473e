import { chmod, mkdtemp, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
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
