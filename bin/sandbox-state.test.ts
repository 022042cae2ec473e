import { mkdtemp, readFile, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { readSandboxState } from './sandbox-state.ts'

describe('the sandbox state', () => {
  test('is created once and then stays the same on any day', async () => {
    const folder = path.join(await mkdtemp(path.join(tmpdir(), 'sandbox-')), 'data')
    const first = await readSandboxState(folder, '2026-11-21')
    expect(first.originDay).toBe('2026-11-21')
    expect(await readSandboxState(folder, '2027-01-01')).toEqual(first)
    expect((await stat(path.join(folder, 'sandbox.json'))).mode & 0o777).toBe(0o600)
  })

  test('is the same for several simultaneous first starts', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'sandbox-'))
    const states = await Promise.all([1, 2, 3].map(() => readSandboxState(folder, '2026-11-21')))
    expect(new Set(states.map((state) => JSON.stringify(state))).size).toBe(1)
  })

  test('fails with the fix when the file is damaged, instead of creating another sandbox', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'sandbox-'))
    const file = path.join(folder, 'sandbox.json')
    await writeFile(file, '{"seed": "a"')
    await expect(readSandboxState(folder, '2026-11-21')).rejects.toThrow(/damaged. Put it back/)
    expect(await readFile(file, 'utf8')).toBe('{"seed": "a"')
  })
})
