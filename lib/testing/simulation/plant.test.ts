import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { BUGS } from './bugs.ts'
import { replaced, replacementsOf } from './plant.ts'

const urls = new Set(BUGS.flatMap((bug) => [...replacementsOf(bug).keys()]))
const loaded = [...urls].map(async (url) => [url, await import(new URL(url).pathname)] as const)
const MODULES = new Map<string, Record<string, unknown>>(await Promise.all(loaded))

test.each(BUGS)('finds the functions that the planted bug "$name" replaces', (bug) => {
  const replacements = [...replacementsOf(bug)]
  expect(replacements.length).toBeGreaterThan(0)
  for (const [url, functions] of replacements) {
    for (const [name, replacement] of functions) {
      const real = MODULES.get(url)?.[name]
      expect(real).toBeTypeOf('function')
      expect(replacement(real)).toBeTypeOf('function')
      expect(replacement(real)).not.toBe(real)
    }
  }
})

test('refuses a planted bug whose function is not exported', () => {
  expect(() => replaced('file:///sync/any.ts', 'compare', undefined)).toThrow(
    'file:///sync/any.ts exports no function compare',
  )
})

test('lists every planted bug in docs/simulation.md, in its order, with the seed that finds it', () => {
  const file = readFileSync(new URL('../../../docs/simulation.md', import.meta.url), 'utf8')
  const [, table = ''] = file.split('| planted bug |')
  const rows = table
    .split('\n')
    .slice(2)
    .filter((line) => line.startsWith('| '))
  const listed = rows.map((line) => line.split(' | ').slice(0, 2))
  expect(listed.map(([name]) => name?.slice(2))).toEqual(BUGS.map(({ name }) => name))
  expect(listed.filter(([, seed]) => !/^\d+$/.test(seed ?? ''))).toEqual([])
})

test('gives every planted bug a unique name', () => {
  expect(new Set(BUGS.map(({ name }) => name)).size).toBe(BUGS.length)
})
