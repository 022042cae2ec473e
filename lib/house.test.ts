import { readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'

const ROOT = path.resolve(import.meta.dirname, '..')

function filesBelow(folder: string): string[] {
  return readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .map((file) => path.join(folder, file))
    .filter((file) => /\.tsx?$/.test(file) && statSync(path.join(ROOT, file)).isFile())
}

function read(file: string): string {
  return readFileSync(path.join(ROOT, file), 'utf8')
}

const isTest = (file: string) => /\.i?test\.tsx?$/.test(file)

test('every file of lib/server can only be loaded on the server', () => {
  // drizzle-kit loads the table definitions outside any server; they hold names, no access.
  const open = filesBelow('lib/server').filter(
    (file) => !isTest(file) && !/db\/schema[\w-]*\.ts$/.test(file) && !file.startsWith('lib/server/testing/'),
  )
  expect(open.length).toBeGreaterThan(10)
  expect(open.filter((file) => !read(file).includes("import 'server-only'"))).toEqual([])
})

test('pages stay edges: at most 40 lines', () => {
  const pages = filesBelow('app').filter((file) => file.endsWith('page.tsx'))
  expect(pages.length).toBeGreaterThan(0)
  expect(pages.filter((file) => read(file).trimEnd().split('\n').length > 40)).toEqual([])
})

test('top-level folders are those of docs/architecture.md', () => {
  const folders = readdirSync(ROOT, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.') && entry.name !== 'node_modules')
    .map((entry) => entry.name)
  const known = [
    'app',
    'bench',
    'bin',
    'components',
    'docs',
    'e2e',
    'lib',
    'public',
    'test-results',
    'playwright-report',
  ]
  expect(folders.filter((folder) => !known.includes(folder))).toEqual([])
})

test('no file is a drawer for odds and ends, and none collects re-exports', () => {
  const names = ['utils', 'helpers', 'types', 'common', 'misc', 'index']
  const files = ['app', 'bench', 'bin', 'components', 'lib'].flatMap(filesBelow)
  expect(files.filter((file) => names.includes(path.basename(file).replace(/\.tsx?$/, '')))).toEqual([])
})
