import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { claimDataDir } from './data-dir-lock.ts'
import { withFileLock } from './file-lock.ts'
import { noteUse } from './postgres-users.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'furrow-lock-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const lock = () => ({ file: path.join(folder, 'a.lock'), limitMs: 5_000 })

test('takes over a lock file with its own process id that it did not write, as after a killed container', async () => {
  await writeFile(lock().file, `${process.pid} start.ts`)
  expect(await withFileLock(lock(), async () => 'done')).toBe('done')
  expect(await readdir(folder)).toEqual([])
})

test('two tasks of one process that need the same lock run one after the other', async () => {
  const order: string[] = []
  const work = (name: string) => async () => {
    order.push(`${name} begins`)
    await new Promise((resolve) => setTimeout(resolve, 150))
    order.push(`${name} ends`)
  }
  await Promise.all([withFileLock(lock(), work('a')), withFileLock(lock(), work('b'))])
  expect(order[1]?.slice(0, 1)).toBe(order[0]?.slice(0, 1))
  expect(order).toHaveLength(4)
})

test('a process id that another program has by now does not hold the lock', async () => {
  await writeFile(lock().file, `${process.ppid} no-such-program.ts`)
  expect(await withFileLock(lock(), async () => 'done')).toBe('done')
})

test('a lock that another process took over meanwhile is left to that process', async () => {
  await withFileLock(lock(), () => writeFile(lock().file, '1 other.ts'))
  expect(await readdir(folder)).toEqual(['a.lock'])
})

test('a note with this process’s id that an earlier process left keeps nobody from stopping PostgreSQL', async () => {
  const leave = await noteUse(folder)
  await writeFile(path.join(folder, 'postgres-users', `${process.pid}-of-an-earlier-container`), 'start.ts')
  expect(await leave()).toBeNull()
})

test('the lock of a killed Furrow is taken over, also with the own process id', async () => {
  for (const left of ['999999999', String(process.pid), '']) {
    await writeFile(path.join(folder, 'furrow.pid'), left)
    const release = await claimDataDir(folder)
    await release()
    expect(await readdir(folder)).toEqual([])
  }
})
