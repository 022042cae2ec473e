import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { isBuiltin } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { BuildError, build, isBuildNeeded, noteBuild } from './pages.ts'

let root: string
const put = async (file: string, text = '') => {
  await mkdir(path.dirname(path.join(root, file)), { recursive: true })
  await writeFile(path.join(root, file), text)
}
const installBuilders = async () => {
  for (const name of ['@tailwindcss/postcss', 'tailwindcss', 'typescript'])
    await put(`node_modules/${name}/package.json`)
}

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'furrow-pages-'))
  await put('app/page.tsx', 'one')
  await put('package-lock.json', '{}')
})
afterEach(() => rm(root, { recursive: true, force: true }))

test('reuses a build until one of its source files changes', async () => {
  await installBuilders()
  expect(await isBuildNeeded(root)).toBe(true)
  await put('.next/BUILD_ID')
  await noteBuild(root)
  expect(await isBuildNeeded(root)).toBe(false)
  await put('app/page.test.tsx', 'tests are in no page')
  expect(await isBuildNeeded(root)).toBe(false)
  await put('app/page.tsx', 'two')
  expect(await isBuildNeeded(root)).toBe(true)
})

test('uses a shipped build without build tools, with or without the sources of the pages', async () => {
  await put('.next/BUILD_ID')
  await noteBuild(root)
  expect(await isBuildNeeded(root)).toBe(false)
  await rm(path.join(root, 'app'), { recursive: true })
  expect(await isBuildNeeded(root)).toBe(false)
})

test('says in one line what to run when the pages need a build and the build tools are missing', async () => {
  const line = () =>
    isBuildNeeded(root).catch((error: unknown) => (error instanceof BuildError ? error.message : ''))
  const fix = 'Run: npm ci && npm run build && npm prune --omit=dev'
  const tools = '(@tailwindcss/postcss, tailwindcss, typescript)'
  expect(await line()).toBe(
    `The pages are not built yet, and the packages that build them are not installed ${tools}. ${fix}`,
  )
  await put('.next/BUILD_ID')
  expect(await line()).toBe(
    `The pages are out of date, and the packages that build them are not installed ${tools}. ${fix}`,
  )
})

test('production code imports no package that only development installs', async () => {
  const clone = path.resolve(import.meta.dirname, '..')
  const { dependencies, scripts }: { dependencies: object; scripts: { build: string } } = JSON.parse(
    await readFile(path.join(clone, 'package.json'), 'utf8'),
  )
  expect(scripts.build).toMatch(/bin\/build\.ts$/)
  const imported = new Map<string, string>()
  for (const folder of ['app', 'bin', 'components', 'lib']) {
    const files = await readdir(path.join(clone, folder), { recursive: true })
    for (const file of files) {
      if (
        !/\.tsx?$/.test(file) ||
        /test\.tsx?$|(^|\/)testing\.ts$|(^|\/)(testing|faults|simulation|start-mistakes)\//.test(file)
      )
        continue
      const text = await readFile(path.join(clone, folder, file), 'utf8')
      for (const [, name = ''] of text.matchAll(/^(?:import|export) (?!type )[^;]*?from '([^'.#][^']*)'/gm))
        imported.set(name.match(/^(?:@[^/]+\/)?[^/]+/)?.[0] ?? name, `${folder}/${file}`)
    }
  }
  expect(imported.size).toBeGreaterThan(15)
  const others = [...imported].filter(([name]) => !isBuiltin(name) && !Object.hasOwn(dependencies, name))
  expect(others).toEqual([])
})

test('one of two concurrent callers builds the pages and the other waits for that build', async () => {
  await installBuilders()
  const waits: string[] = []
  let builds = 0
  const run = async () => {
    builds += 1
    await new Promise((resolve) => setTimeout(resolve, 300))
    await put('.next/BUILD_ID')
  }
  const once = (name: string) => build(() => waits.push(name), root, run)
  await Promise.all([once('first'), once('second')])
  expect([builds, waits.length]).toEqual([1, 1])
  await put('app/page.tsx', 'three')
  await once('third')
  expect(builds).toBe(2)
})

test('the waiting caller repeats a failed build, and a killed build does not keep the folder locked', async () => {
  await installBuilders()
  let builds = 0
  const run = async () => {
    builds += 1
    if (builds === 1) throw new BuildError('no memory')
    await put('.next/BUILD_ID')
  }
  const ended = await Promise.allSettled([build(undefined, root, run), build(undefined, root, run)])
  expect(ended.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
  await put('.next/cache/furrow-build.lock', '999999999')
  await put('app/page.tsx', 'four')
  await build(undefined, root, run)
  expect(builds).toBe(3)
})
