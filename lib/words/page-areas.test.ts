import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { importsOf } from '#lib/testing/import-graph.ts'

// A page sends the texts of the areas that its components use: one too few breaks the page, and one too many
// makes every first view larger.

const ROOT = path.resolve(import.meta.dirname, '../..')
const FILES = globSync('{app,components,lib}/**/*.{ts,tsx}', {
  cwd: ROOT,
  exclude: ['lib/{server,testing}/**'],
})
const IMPORTS = Map.groupBy(
  importsOf(ROOT, FILES).filter(({ isType }) => !isType),
  ({ from }) => from,
)
const sourceOf = (file: string) => readFileSync(path.join(ROOT, file), 'utf8')
/** The pages, without those that only lead to another one. */
const PAGES = FILES.filter((file) => /^app\/.*page\.tsx$/.test(file) && sourceOf(file).includes('/>'))

/** Areas whose texts are found by the code of a problem, so that no component names them. */
const BY_CODE = new Set(['forms'])

/** Areas that a page’s components name but that this page never shows. */
const NEVER_SHOWN: Readonly<Record<string, readonly string[]>> = {
  // Its events come from Furrow itself, so no day of them is missing at a source.
  'app/(dashboard)/admin/audit/page.tsx': ['reasons'],
}

/** The page with the layouts and loading and error pages around it. */
function framesOf(page: string): string[] {
  const folders = page.split('/').slice(0, -1)
  const above = folders.map((_, index) => folders.slice(0, index + 1).join('/'))
  const frames = above.flatMap((folder) =>
    ['layout', 'loading', 'error', 'not-found'].map((name) => `${folder}/${name}.tsx`),
  )
  return [page, ...frames.filter((file) => FILES.includes(file))]
}

function reachedFrom(files: readonly string[]): Set<string> {
  const reached = new Set(files)
  for (const file of reached)
    for (const { to } of IMPORTS.get(file) ?? []) if (FILES.includes(to)) reached.add(to)
  return reached
}

/** Areas that `app/address.tsx` sends where an address is not understood, and only there. */
const SENT_WHEN_NEEDED = new Set(['address'])

function usedBy(page: string): Set<string> {
  const texts = [...reachedFrom(framesOf(page))].map(sourceOf)
  const areas = texts.flatMap((text) =>
    [...text.matchAll(/\buseWords\('([a-z-]+)'\)/g)].map(([, area = '']) => area),
  )
  return new Set(areas).difference(new Set(NEVER_SHOWN[page])).difference(SENT_WHEN_NEEDED)
}

function sentTo(page: string): Set<string> {
  const lists = framesOf(page).flatMap((file) => [
    ...sourceOf(file).matchAll(/(?:areas=\{|_?AREAS = )\[([^\]]*)\]/g),
  ])
  return new Set(
    lists.flatMap(([, list = '']) => [...list.matchAll(/'([a-z-]+)'/g)].map(([, area = '']) => area)),
  )
}

test.each(PAGES)('%s sends the texts that its components use, and no others', (page) => {
  const [used, sent] = [usedBy(page), sentTo(page)]
  expect([...used.difference(sent)], 'used but not sent').toEqual([])
  expect([...sent.difference(used).difference(BY_CODE)], 'sent but not used').toEqual([])
})

test('finds the pages', () => {
  expect(PAGES.length).toBeGreaterThan(15)
})
