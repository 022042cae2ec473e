import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { betweenFolders, circles, type Import, importsOf } from '#lib/testing/import-graph.ts'
import { refusal } from '#lib/testing/import-rules.ts'

const ROOT = path.resolve(import.meta.dirname, '..')
const FILES = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: ROOT,
  encoding: 'utf8',
})
  .split('\n')
  .filter((file) => /^(app|bench|bin|components|lib|rehearsal)\/.*\.tsx?$/.test(file))
const IMPORTS = importsOf(ROOT, FILES)

const isTest = (file: string) => /\.i?test\.tsx?$|\/testing[/.]/.test(file)
const OWN = IMPORTS.filter(({ from }) => !isTest(from))
const inProduct = (file: string) => /^(app|bin|components|lib)\//.test(file)

test('finds imports by their texts and by what the texts resolve to', () => {
  expect(OWN.length).toBeGreaterThan(3_000)
  const unresolved = IMPORTS.filter(({ to }) => /^(app|bench|bin|components|lib|rehearsal)\//.test(to))
    .filter(({ to }) => /\.tsx?$/.test(to) && !FILES.includes(to))
    .map(({ from, to }) => `${from} imports ${to}, which is not there`)
  expect(unresolved).toEqual([])
})

test('names files of the same folder by ./ and all others from the root by #', () => {
  const style = ({ from, to }: Import) =>
    path.posix.dirname(from) === path.posix.dirname(to) ? `./${path.posix.basename(to)}` : `#${to}`
  const other = IMPORTS.filter((one) => /^[.#]/.test(one.specifier) && one.specifier !== style(one))
  expect(other.map((one) => `${one.from}: write ${style(one)} instead of ${one.specifier}`)).toEqual([])
})

test('imports nothing across a layer boundary', () => {
  const refused = OWN.flatMap((one) => {
    const instead = refusal(one)
    return instead === null ? [] : [`${one.from} imports ${one.to}. ${instead}`]
  })
  expect(refused).toEqual([])
})

test('has no import cycle between files or between folders', () => {
  const edges = OWN.filter(({ from, to }) => inProduct(from) && inProduct(to))
  expect(circles(edges)).toEqual([])
  expect(circles(betweenFolders(edges))).toEqual([])
})

test('says use client in exactly the files where code for the browser begins', () => {
  const isClient = (file: string) => readFileSync(path.join(ROOT, file), 'utf8').startsWith("'use client'")
  const marked = FILES.filter((file) => /\.tsx?$/.test(file) && inProduct(file) && isClient(file))
  const server = new Set<string>()
  const borders = new Set<string>()
  const follow = (file: string): void => {
    if (server.has(file)) return
    server.add(file)
    for (const { to } of OWN.filter((one) => one.from === file && !one.isType)) {
      if (marked.includes(to)) borders.add(to)
      else follow(to)
    }
  }
  for (const file of FILES) if (file.startsWith('app/') && !marked.includes(file)) follow(file)
  // Next requires error pages to be client code.
  const needed = [...borders, ...marked.filter((file) => /^app\/(.*\/)?(global-)?error\.tsx$/.test(file))]
  expect(marked.toSorted()).toEqual(needed.toSorted())
})

describe('a planted import is refused', () => {
  test.each([
    ['a connector that reads the database', 'lib/server/upstream/http.ts', 'lib/server/db/client.ts'],
    ['a lower layer that imports a feature', 'lib/server/lists/read-list.ts', 'lib/server/invoices/query.ts'],
    ['a feature that imports another', 'lib/server/invoices/list.ts', 'lib/server/collections/sums.ts'],
    ['a read that imports the sync', 'lib/server/sources/health.ts', 'lib/server/sync/engine.ts'],
    [
      'one source that imports another',
      'lib/server/upstream/hello-tractor/client.ts',
      'lib/server/upstream/payment-links/client.ts',
    ],
    ['a screen that reads the server', 'components/invoices/list.tsx', 'lib/server/db/client.ts'],
    ['pure lib that does I/O', 'lib/money.ts', 'node:fs'],
    ['pure lib that knows React', 'lib/week.ts', 'react'],
    [
      'a shared component that knows a feature',
      'components/table/table.tsx',
      'components/invoices/columns.tsx',
    ],
    ['a screen that imports another', 'components/sources/health.tsx', 'components/overview/key-figure.tsx'],
    ['anything that imports a route', 'lib/server/api/route.ts', 'app/layout.tsx'],
    ['a sandbox that reads the mirror', 'lib/sandbox/rows.ts', 'lib/server/db/client.ts'],
    ['a product that imports its tests', 'lib/server/db/client.ts', 'lib/testing/database.ts'],
    ['a rehearsal that uses the sandbox', 'rehearsal/furrow.ts', 'lib/sandbox/rows.ts'],
    ['a screen that loads every text', 'components/ui/words.tsx', 'lib/words/compile-texts.ts'],
    ['pure lib that loads every text', 'lib/money.ts', 'lib/words/en/invoices.ts'],
    ['a browser that loads zod', 'lib/api/fetch-json.ts', 'zod'],
    ['a folder outside the layers', 'lib/server/drawer/things.ts', 'lib/server/db/client.ts'],
  ])('%s', (_name, from, to) => {
    expect(refusal({ from, to: to, isType: false })).toMatch(/[:,] \w+/)
  })

  test('allows type imports where only the code is refused', () => {
    expect(refusal({ from: 'lib/api/fetch-json.ts', to: 'zod', isType: true })).toBeNull()
  })

  test.each([
    [
      'two files',
      [
        ['a/a.ts', 'a/b.ts'],
        ['a/b.ts', 'a/a.ts'],
      ],
      [['a/a.ts', 'a/b.ts']],
    ],
    [
      'three files',
      [
        ['a', 'b'],
        ['b', 'c'],
        ['c', 'a'],
        ['c', 'd'],
      ],
      [['a', 'b', 'c']],
    ],
    [
      'none',
      [
        ['a', 'b'],
        ['a', 'c'],
        ['b', 'c'],
      ],
      [],
    ],
  ])('finds an import cycle of %s', (_name, pairs, found) => {
    expect(circles(pairs.map(([from = '', to = '']) => ({ from, to })))).toEqual(found)
  })

  test('finds a cycle between folders that have no cycle between files', () => {
    const edges = [
      { from: 'a/one.ts', to: 'b/two.ts' },
      { from: 'b/three.ts', to: 'a/four.ts' },
    ]
    expect(circles(edges)).toEqual([])
    expect(circles(betweenFolders(edges))).toEqual([['a', 'b']])
  })
})
