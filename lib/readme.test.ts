import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { ENV_VARIABLES } from '#lib/server/config/env.ts'

const ROOT = path.resolve(import.meta.dirname, '..')
const PAGES = [
  ...['README.md', 'CONTRIBUTING.md', 'SECURITY.md'],
  ...readdirSync(path.join(ROOT, 'docs'))
    .filter((file) => file.endsWith('.md'))
    .map((file) => `docs/${file}`),
]
const read = (file: string) => readFileSync(path.join(ROOT, file), 'utf8')

test('finds every link target and every code path that the documents name', () => {
  const named = PAGES.flatMap((page) => {
    const links = [...read(page).matchAll(/\]\(([^)#:]+)\)/g)].map(([, target = '']) =>
      path.join(path.dirname(page), target),
    )
    const code = [...read(page).matchAll(/`((?:app|bench|bin|components|docs|e2e|lib)\/[\w./-]+)`/g)].map(
      ([, target = '']) => target,
    )
    return [...links, ...code].map((target) => `${page}: ${target}`)
  })
  expect(named.length).toBeGreaterThan(15)
  expect(named.filter((entry) => !existsSync(path.join(ROOT, entry.split(': ')[1] ?? '')))).toEqual([])
})

test('names every configuration variable in the README', () => {
  const text = read('README.md')
  const short = (name: string) => `…_${name.split('_').slice(2).join('_')}`
  expect(
    ENV_VARIABLES.filter((name) => !text.includes(`\`${name}\``) && !text.includes(`\`${short(name)}\``)),
  ).toEqual([])
})

test('finds every npm command that the documents name', () => {
  const { scripts }: { scripts: Record<string, string> } = JSON.parse(read('package.json'))
  const named = PAGES.flatMap((page) =>
    [...read(page).matchAll(/npm run ([\w:]+)/g)].map(([, name = '']) => name),
  )
  expect(named.length).toBeGreaterThan(3)
  expect(named.filter((name) => !Object.hasOwn(scripts, name))).toEqual([])
})

test('names every fault of docs/faults.md in a test file listed beside it', () => {
  const faults = read('docs/faults.md')
    .split('\n')
    .filter((line) => /^\| F\d\d/.test(line))
    .flatMap((line) => {
      const files = [...line.matchAll(/`([\w./-]+\.ts)`/g)].map(([, file = '']) => read(file))
      const ids = (line.split(' | ')[0] ?? '').match(/\bF\d\d\b/g) ?? []
      return ids.map((id) => ({ id, isTested: files.some((text) => text.includes(id)) }))
    })
  expect(faults.length).toBeGreaterThan(30)
  expect(faults.filter(({ isTested }) => !isTested)).toEqual([])
})
