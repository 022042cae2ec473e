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

test('allows every file of lib/server to load only on the server', () => {
  // drizzle-kit loads the table definitions outside any server. They hold names and give no access.
  const open = filesBelow('lib/server').filter((file) => !isTest(file) && !/db\/schema[\w-]*\.ts$/.test(file))
  expect(open.length).toBeGreaterThan(10)
  expect(open.filter((file) => !read(file).includes("import 'server-only'"))).toEqual([])
})

test('has no statement with md5, which PostgreSQL refuses in FIPS mode', () => {
  const files = filesBelow('lib/server').filter((file) => !isTest(file) && !file.includes('/testing/'))
  expect(files.filter((file) => /\bmd5\(/.test(read(file)))).toEqual([])
})

test('keeps every page within 40 lines', () => {
  const pages = filesBelow('app').filter((file) => file.endsWith('page.tsx'))
  expect(pages.length).toBeGreaterThan(0)
  expect(pages.filter((file) => read(file).trimEnd().split('\n').length > 40)).toEqual([])
})

test('has only the top-level folders that docs/architecture.md names', () => {
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
    'rehearsal',
    'test-results',
    'playwright-report',
  ]
  expect(folders.filter((folder) => !known.includes(folder))).toEqual([])
})

test('has no catch-all file and no file that only collects re-exports', () => {
  const names = ['utils', 'helpers', 'types', 'common', 'misc', 'index']
  const files = ['app', 'bench', 'bin', 'components', 'lib', 'rehearsal'].flatMap(filesBelow)
  expect(files.filter((file) => names.includes(path.basename(file).replace(/\.tsx?$/, '')))).toEqual([])
})

const SOURCES = ['app', 'bin', 'components', 'lib'].flatMap(filesBelow).filter((file) => !isTest(file))

test('uses SHA-256 for every hash', () => {
  const hashes = SOURCES.flatMap((file) =>
    [...read(file).matchAll(/(?:createHash|createHmac|hkdfSync)\('([\w-]+)'/g)].map(
      ([, name]) => `${name} ${file}`,
    ),
  )
  expect(hashes.length).toBeGreaterThan(5)
  expect(hashes.filter((entry) => !entry.startsWith('sha256 '))).toEqual([])
})

test('reads only the server’s clock in the browser', () => {
  const own = /\bDate\.now\(\)|\bnew Date\(\)|\bDate\(\)/
  const inBrowser = SOURCES.filter((file) => !/^(app|bin|lib\/(sandbox|server|testing))\//.test(file))
  expect(inBrowser.filter((file) => own.test(read(file)))).toEqual(['lib/api/server-clock.ts'])
})

test('opens PostgreSQL connections only where the session settings are applied', () => {
  // A session opened elsewhere would read dates, numbers and scopes with another server's settings.
  const opened = SOURCES.filter((file) => /\bnew (pg\.)?(Client|Pool)\(/.test(read(file)))
  expect(opened.filter((file) => !/\/testing[/.]|\/simulation\//.test(file)).sort()).toEqual([
    // Only client.ts and session.ts read rows. keep-release.ts fills fixtures, and the others ask a server
    // about its version, sessions or databases.
    'bin/database-start.ts',
    'bin/keep-release.ts',
    'lib/server/db/client.ts',
    'lib/server/db/embedded/embedded.ts',
    'lib/server/db/pooler.ts',
    'lib/server/db/session.ts',
  ])
})

test('reads rows only through functions that check their type', () => {
  // `execute<Row>` casts to any type. `rows` takes plain column types only, and `parsedRows` takes a schema.
  expect(SOURCES.filter((file) => /\.execute<|\.rows as /.test(read(file)))).toEqual([
    'lib/server/db/client.ts',
  ])
})

test('keeps nothing in browser storage', () => {
  const storage = /\b(localStorage|sessionStorage|indexedDB|caches)\b[.[]/
  expect(SOURCES.filter((file) => storage.test(read(file)))).toEqual([])
})

test('hides the value of every password field and allows password managers and pasting', () => {
  const fields = filesBelow('components').flatMap((file) =>
    [...read(file).matchAll(/<(?:\w*Field|input)\b[^>]*?\/>/gs)].map(([field]) => ({ file, field })),
  )
  const ofPasswords = fields.filter(({ field }) => /name="\w*password"/i.test(field))
  expect(ofPasswords.length).toBeGreaterThan(4)
  const isRight = (field: string) =>
    field.includes('type="password"') && /autoComplete="(current|new)-password"/.test(field)
  const own = ofPasswords.filter(({ field }) => !field.startsWith('<NewPasswordField'))
  expect(own.filter(({ field }) => !isRight(field))).toEqual([])
  const shared = /function NewPasswordField\b.*?(<Field\b[^>]*?\/>)/s.exec(
    read('components/people/password-form.tsx'),
  )
  expect(isRight(shared?.[1] ?? '')).toBe(true)
  expect(SOURCES.filter((file) => /onPaste/.test(read(file)))).toEqual([])
})
