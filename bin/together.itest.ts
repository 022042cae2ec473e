import { existsSync } from 'node:fs'
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { runCommand } from '#bin/testing/command.ts'
import { said, startFurrow } from '#bin/testing/start.ts'
import { readEnv } from '#lib/server/config/env.ts'
import { openStore } from './resources.ts'

// Commands that share one DATA_DIR at the same time, without a running Furrow or with one that ends before
// them.

vi.setConfig({ testTimeout: 120_000 })

let root: string
let dataDir: string
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'furrow-together-'))
  await chmod(root, 0o711)
  dataDir = path.join(root, 'data')
})
afterAll(() => rm(root, { recursive: true, force: true }))

const open = () => openStore(readEnv({ DATA_DIR: dataDir }), () => {})

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 })
  try {
    await client.connect()
    await client.query('select 1')
    return true
  } catch {
    return false
  } finally {
    await client.end().catch(() => {})
  }
}

async function isPostgresThere(): Promise<boolean> {
  const { dataFolder } = JSON.parse(await readFile(path.join(dataDir, 'postgres.json'), 'utf8'))
  return existsSync(path.join(dataFolder, 'postmaster.pid'))
}

test('two commands that open a new folder at once share one PostgreSQL, and the last one stops it', async () => {
  const [first, second] = await Promise.all([open(), open()])
  await first.close()
  expect(await answers(second.url)).toBe(true)
  await second.close()
  expect(await isPostgresThere()).toBe(false)
})

test('a stopped Furrow leaves PostgreSQL to a command that still uses it, and says so', async () => {
  const furrow = startFurrow({ DATA_DIR: dataDir })
  await said(furrow, 'reading the sources')
  const store = await open()
  furrow.process.kill('SIGTERM')
  expect(await furrow.ended).toBe(0)
  expect(furrow.output()).toMatch(/PostgreSQL {2}keeps running for process \d+, which stops it on exit/)
  expect(await answers(store.url)).toBe(true)
  await store.close()
  expect(await isPostgresThere()).toBe(false)
})

test('a backup and an audit log verification both succeed when started together', async () => {
  const environment = { DATA_DIR: dataDir }
  const [backup, check] = await Promise.all([
    runCommand('backup.ts', [path.join(root, 'together.furrow')], environment),
    runCommand('audit-verify.ts', [], environment),
  ])
  expect([backup.code, backup.output]).toEqual([0, expect.stringContaining('written and verified')])
  expect([check.code, check.output]).toEqual([0, expect.stringContaining('events verified')])
  expect(await isPostgresThere()).toBe(false)
})

test('a stopped audit log verification stops the PostgreSQL that it started', async () => {
  const run = startFurrow({ DATA_DIR: dataDir }, { script: 'audit-verify.ts' })
  await said(run, 'PostgreSQL  embedded')
  run.process.kill('SIGINT')
  // A short log may be checked before the signal arrives.
  expect([0, 130]).toContain(await run.ended)
  expect(await isPostgresThere()).toBe(false)
})

test('files left by a killed command do not prevent stopping PostgreSQL', async () => {
  const killed = startFurrow({ DATA_DIR: dataDir })
  await said(killed, 'PostgreSQL  embedded')
  killed.process.kill('SIGKILL')
  await killed.ended
  const store = await open()
  await store.close()
  expect(await isPostgresThere()).toBe(false)
})
