import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'

const QUICK = `--import=${pathToFileURL(path.join(import.meta.dirname, 'quick-resolve.ts'))}`
const NAMES = `
  const entries = ['', '/pg-core', '/node-postgres', '/node-postgres/migrator', '/migrator']
  const modules = await Promise.all(entries.map((entry) => import('drizzle-orm' + entry)))
  console.log(JSON.stringify(modules.map((names) => Object.keys(names).sort())))`

const MESSAGES = `
  const { z } = await import('zod')
  const messages = z.object({ a: z.int(), b: z.email() }).safeParse({ a: 'x', b: '' }).error.issues
  console.log(JSON.stringify([messages, Object.keys(z).sort(), Object.keys(z.locales).length]))`

function printed(script: string, ...flags: string[]): unknown {
  const { stdout, stderr } = spawnSync(process.execPath, [...flags, '--input-type=module', '-e', script], {
    cwd: import.meta.dirname,
    env: { PATH: process.env.PATH, NODE_ENV: 'test' },
    encoding: 'utf8',
  })
  expect(stderr).toBe('')
  return JSON.parse(stdout)
}

test('the resolve hook finds the same modules of drizzle-orm as Node does', () => {
  const found = printed(NAMES, QUICK)
  expect(found).toEqual(printed(NAMES))
  expect(found).toContainEqual(expect.arrayContaining(['eq', 'sql']))
})

test('the resolve hook loads the English messages of zod alone, and they are the same', () => {
  const [messages, names, languages] = printed(MESSAGES, QUICK) as [unknown, unknown, number]
  const [all, allNames, allLanguages] = printed(MESSAGES) as [unknown, unknown, number]
  expect([messages, names]).toEqual([all, allNames])
  expect(JSON.stringify(messages)).toContain('Invalid email')
  expect([languages, allLanguages > 40]).toEqual([1, true])
})
