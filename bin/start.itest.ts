import { once } from 'node:events'
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises'
import net from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { said, startFurrow as start } from '#bin/testing/start.ts'
import { readEnv } from '#lib/server/config/env.ts'
import { openStore } from './resources.ts'

const AUTH_SECRET = 'a secret that only tests know, 32+'
let root: string

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'furrow-start-'))
  await chmod(root, 0o711)
})
afterAll(() => rm(root, { recursive: true, force: true }))

async function isAlive(pid: number): Promise<boolean> {
  const status = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  return status !== '' && !/\) Z /.test(status)
}

async function postmasterPid(dataDir: string): Promise<number> {
  const { dataFolder }: { dataFolder: string } = JSON.parse(
    await readFile(path.join(dataDir, 'postgres.json'), 'utf8'),
  )
  return Number((await readFile(path.join(dataFolder, 'postmaster.pid'), 'utf8')).split('\n')[0])
}

async function childrenOf(pid: number): Promise<number[]> {
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '')
  return text.split(' ').filter(Boolean).map(Number)
}

async function freePort(): Promise<string> {
  const server = net.createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  return String(address && typeof address === 'object' ? address.port : 0)
}

describe('a mistake ends the start with one clear line and its fix', () => {
  test('names all wrong variables', async () => {
    const run = start({ DATA_DIR: path.join(root, 'mistakes'), PORT: 'abc', LISTEN_HOST: 'every where' })
    expect(await run.ended).toBe(1)
    expect(run.output()).toContain('PORT must be a port number')
    expect(run.output()).toContain('LISTEN_HOST must be an address')
    expect(run.output()).not.toContain('    at ')
  })

  test('a port that is taken', async () => {
    const server = net.createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    const port = address && typeof address === 'object' ? address.port : 0
    const run = start({ DATA_DIR: path.join(root, 'port'), PORT: String(port), ROLE: 'web' })
    expect(await run.ended).toBe(1)
    expect(run.output()).toContain(`Port ${port} is in use`)
    expect(run.output()).toContain(`PORT=${port + 1} npm start`)
    server.close()
  })

  test('a shared database without the secret common to its servers', async () => {
    const run = start({ DATA_DIR: path.join(root, 'secret'), DATABASE_URL: inject('postgresUrl') })
    expect(await run.ended).toBe(1)
    expect(run.output()).toContain('AUTH_SECRET is missing: set it beside DATABASE_URL')
  })

  test('a first admin with a guessable password', async () => {
    const admin = { ADMIN_EMAIL: 'ada@example.com', ADMIN_PASSWORD: 'password123' }
    const run = start({ DATA_DIR: path.join(root, 'admin'), ROLE: 'web', PORT: await freePort(), ...admin })
    expect(await run.ended).toBe(1)
    expect(run.output()).toContain('ADMIN_PASSWORD is on the list of passwords that have leaked')
    expect(run.output()).not.toContain('password123')
  })

  test('a database that does not answer, refuses or does not exist', async () => {
    const admin = new URL(inject('postgresUrl'))
    const cases = [
      ['postgres://furrow:hunter2@127.0.0.1:9/furrow', 'does not answer'],
      [admin.href.replace(admin.password, 'hunter2'), 'refused the user or password'],
      [admin.href.replace('/postgres', '/no_such_database'), 'has no database "no_such_database"'],
    ] as const
    for (const [url, words] of cases) {
      const run = start({ DATA_DIR: path.join(root, 'database'), DATABASE_URL: url, AUTH_SECRET })
      expect(await run.ended).toBe(1)
      expect(run.output()).toContain(words)
      expect(run.output()).not.toContain('hunter2')
    }
  })
})

describe('a start without any configuration', () => {
  test('keeps PostgreSQL running and stops it, as root without the right to see its working directory', async () => {
    const dataDir = path.join(root, 'container')
    const run = start({ DATA_DIR: dataDir }, { lacks: 'sys_ptrace' })
    await said(run, 'reading the sources')
    const postmaster = await postmasterPid(dataDir)
    await new Promise((resolve) => setTimeout(resolve, 2_500))
    expect(run.output()).not.toContain('PostgreSQL  ended')
    expect(await postmasterPid(dataDir)).toBe(postmaster)
    run.process.kill('SIGTERM')
    expect(await run.ended).toBe(0)
    expect(await isAlive(postmaster)).toBe(false)
  })

  test('SIGTERM stops every process that was started, and the next start continues with the data', async () => {
    const dataDir = path.join(root, 'life')
    const first = start({ DATA_DIR: dataDir })
    await said(first, 'reading the sources')
    const pids = [await postmasterPid(dataDir), ...(await childrenOf(first.process.pid ?? 0))]
    expect(pids.length).toBeGreaterThanOrEqual(3)
    await rowsAppear(dataDir)
    first.process.kill('SIGTERM')
    expect(await first.ended).toBe(0)
    for (const pid of pids) expect(await isAlive(pid)).toBe(false)

    const second = start({ DATA_DIR: dataDir })
    await said(second, 'reading the sources')
    expect(await countRows(dataDir)).toBeGreaterThan(0)
    second.process.kill('SIGINT')
    expect(await second.ended).toBe(0)
  })

  test('after kill -9 the children end by themselves, and the next start takes over without losing rows', async () => {
    const dataDir = path.join(root, 'life')
    const killed = start({ DATA_DIR: dataDir })
    await said(killed, 'reading the sources')
    await rowsAppear(dataDir)
    const before = await countRows(dataDir)
    const postmaster = await postmasterPid(dataDir)
    const children = await childrenOf(killed.process.pid ?? 0)
    killed.process.kill('SIGKILL')
    await killed.ended
    for (const pid of children.filter((child) => child !== postmaster)) {
      await expect.poll(() => isAlive(pid)).toBe(false)
    }

    const next = start({ DATA_DIR: dataDir })
    await said(next, 'reading the sources')
    expect(next.output()).toContain('(it was running)')
    expect(await countRows(dataDir)).toBeGreaterThanOrEqual(before)
    const stopped = await postmasterPid(dataDir)
    next.process.kill('SIGTERM')
    expect(await next.ended).toBe(0)
    expect(await isAlive(stopped)).toBe(false)
  })

  test('F35 restarts a killed PostgreSQL at the same address and continues to sync', async () => {
    const dataDir = path.join(root, 'life')
    const run = start({ DATA_DIR: dataDir })
    await said(run, 'reading the sources')
    for (let time = 1; time <= 2; time += 1) {
      const killed = await postmasterPid(dataDir)
      process.kill(killed, 'SIGKILL')
      const says = () => run.output().split('PostgreSQL  is running again').length - 1
      await expect.poll(says, { interval: 300 }).toBe(time)
      expect(await postmasterPid(dataDir)).not.toBe(killed)
      const before = await lastRun(dataDir)
      await expect.poll(() => lastRun(dataDir), { interval: 300 }).toBeGreaterThan(before)
    }
    run.process.kill('SIGTERM')
    expect(await run.ended).toBe(0)
    expect(await isAlive(await postmasterPid(dataDir).catch(() => -1))).toBe(false)
  })

  test('SIGTERM while the database is opening leaves no PostgreSQL running', async () => {
    const dataDir = path.join(root, 'stopped early')
    const run = start({ DATA_DIR: dataDir })
    await said(run, 'PostgreSQL  embedded')
    const postmaster = await postmasterPid(dataDir)
    run.process.kill('SIGTERM')
    expect(await run.ended).toBe(0)
    expect(await isAlive(postmaster)).toBe(false)
  })

  test('refuses one of two simultaneous starts on a folder without touching the other’s database', async () => {
    const dataDir = path.join(root, 'twice')
    const runs = [start({ DATA_DIR: dataDir }), start({ DATA_DIR: dataDir })] as const
    const [refused, other] = await Promise.race([
      runs[0].ended.then(() => [runs[0], runs[1]] as const),
      runs[1].ended.then(() => [runs[1], runs[0]] as const),
    ])
    expect(await refused.ended).toBe(1)
    expect(refused.output()).toMatch(/\nFurrow is already running here \(process \d+, [^\n]*\n$/)
    await said(other, 'reading the sources')
    expect(other.output()).not.toContain('PostgreSQL  ended')
    other.process.kill('SIGTERM')
    expect(await other.ended).toBe(0)
  })

  test('a command that began before Furrow started leaves PostgreSQL running for it', async () => {
    const dataDir = path.join(root, 'twice')
    const store = await openStore(readEnv({ DATA_DIR: dataDir }), () => {})
    const run = start({ DATA_DIR: dataDir })
    await said(run, 'reading the sources')
    const postmaster = await postmasterPid(dataDir)
    await store.close()
    expect(await isAlive(postmaster)).toBe(true)
    run.process.kill('SIGTERM')
    expect(await run.ended).toBe(0)
    expect(await isAlive(postmaster)).toBe(false)
  })

  test('refuses a second start on the same folder and disturbs nothing', async () => {
    const dataDir = path.join(root, 'life')
    const first = start({ DATA_DIR: dataDir })
    await said(first, 'reading the sources')
    const second = start({ DATA_DIR: dataDir })
    expect(await second.ended).toBe(1)
    expect(second.output()).toContain('Furrow is already running here')
    // The port is taken as well, as it would be by the first start; the error must name the running Furrow
    // instead.
    const taken = net.createServer().listen(0, '127.0.0.1')
    await once(taken, 'listening')
    const { port } = taken.address() as net.AddressInfo
    const third = start({ DATA_DIR: dataDir, ROLE: 'web', PORT: String(port) })
    expect(await third.ended).toBe(1)
    expect(third.output()).toContain('Furrow is already running here')
    taken.close()
    expect(await countRows(dataDir)).toBeGreaterThan(0)
    first.process.kill('SIGTERM')
    expect(await first.ended).toBe(0)
  })
})

const countRows = (dataDir: string) => ask(dataDir, 'select count(*) as found from billing_period')
/** Start time of the newest run of any window, in seconds since the epoch. */
const lastRun = (dataDir: string) =>
  ask(dataDir, 'select coalesce(extract(epoch from max(last_run_at)), 0) as found from sync_window')

async function ask(dataDir: string, statement: string): Promise<number> {
  const { password, dataFolder }: { password: string; dataFolder: string } = JSON.parse(
    await readFile(path.join(dataDir, 'postgres.json'), 'utf8'),
  )
  const port = (await readFile(path.join(dataFolder, 'postmaster.pid'), 'utf8')).split('\n')[3]
  const client = new pg.Client({
    connectionString: `postgres://furrow:${password}@127.0.0.1:${port}/furrow_sandbox`,
  })
  await client.connect()
  try {
    const { rows } = await client.query<{ found: string }>(statement)
    return Number(rows[0]?.found)
  } finally {
    await client.end()
  }
}

async function rowsAppear(dataDir: string): Promise<void> {
  await expect.poll(() => countRows(dataDir), { interval: 300 }).toBeGreaterThan(0)
}
