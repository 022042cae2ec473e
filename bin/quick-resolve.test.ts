import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'

const QUICK = `--import=${pathToFileURL(path.join(import.meta.dirname, 'quick-resolve.ts'))}`
const NAMES = `
  const entries = ['', '/pg-core', '/node-postgres', '/node-postgres/migrator', '/migrator']
  const modules = await Promise.all(entries.map((entry) => import('drizzle-orm' + entry)))
  console.log(JSON.stringify(modules.map((names) => Object.keys(names).sort())))`

function namesOf(...flags: string[]): unknown {
  const { stdout, stderr } = spawnSync(process.execPath, [...flags, '--input-type=module', '-e', NAMES], {
    cwd: import.meta.dirname,
    env: { PATH: process.env.PATH, NODE_ENV: 'test' },
    encoding: 'utf8',
  })
  expect(stderr).toBe('')
  return JSON.parse(stdout)
}

test('the resolve hook finds the same modules of drizzle-orm as Node does', () => {
  const found = namesOf(QUICK)
  expect(found).toEqual(namesOf())
  expect(found).toContainEqual(expect.arrayContaining(['eq', 'sql']))
})
