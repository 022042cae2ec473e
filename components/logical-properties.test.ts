import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

// Screens must also read from right to left, so that classes and styles name start and end.

/** A class or property that names a side of the screen, e.g. `ml-2`, `text-left`, `margin-left`. */
const SIDE =
  /(?<![\w-])-?(?:[mp][lr]-[\w[]|(?:left|right)-[\d[]|text-(?:left|right)\b|(?:border|rounded)-(?:[lr]|[tb][lr])\b|(?:margin|padding|border)-(?:left|right)\b|(?:text-align|float): (?:left|right)\b|scroll-[mp][lr]-)/

/** Sides that mean the same in both directions. */
const CENTRED = /\bleft-1\/2\b.*-translate-x-1\/2\b/

function sidesIn(text: string): string[] {
  return text.split('\n').filter((line) => SIDE.test(line) && !CENTRED.test(line))
}

test('classes and styles name start and end, not left and right', () => {
  const files = globSync(['{app,components}/**/*.{tsx,css}'], { exclude: ['**/*.test.tsx'] })
  expect(files.length).toBeGreaterThan(100)
  const found = files.flatMap((file) =>
    sidesIn(readFileSync(file, 'utf8')).map((line) => `${file}: ${line.trim()}`),
  )
  expect(found).toEqual([])
})

test.each([
  ['className="ml-2"', true],
  ['className="md:-mr-3 flex"', true],
  ["'last:border-r-0'", true],
  ['className="text-right"', true],
  ['className="absolute right-[-12px]"', true],
  ['  text-align: left;', true],
  ['className="rounded-tl-md"', true],
  ['className="top-1/2 left-1/2 -translate-x-1/2"', false],
  ['className="ms-2 text-end border-s rounded-e-md start-2"', false],
  ['const left = values.right', false],
  ['className="rounded-lg border-line"', false],
])('finds the side in %s: %s', (line, isFound) => {
  expect(sidesIn(line).length > 0).toBe(isFound)
})
