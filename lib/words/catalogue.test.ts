import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import compile from 'icu-minify/compile'
import { describe, expect, test } from 'vitest'
import { argumentsOf } from '#lib/testing/message-arguments.ts'
import { type SourceFile, unusedKeys } from '#lib/testing/text-uses.ts'
import { ENGLISH } from './areas.ts'
import { LANGUAGES } from './languages.ts'

const ROOT = path.resolve(import.meta.dirname, '../..')
const AREAS = Object.entries(ENGLISH) as [string, Record<string, string>][]

function productFiles(): SourceFile[] {
  return execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    cwd: ROOT,
    encoding: 'utf8',
  })
    .split('\n')
    .filter((file) => /^(app|bin|components|lib)\/.*\.tsx?$/.test(file))
    .filter((file) => !/\.i?test\.tsx?$|\/testing\/|^lib\/words\/en\//.test(file))
    .flatMap((file) => {
      try {
        return [{ path: file, text: readFileSync(path.join(ROOT, file), 'utf8') }]
      } catch {
        return [] // deleted, but not committed yet
      }
    })
}

test('has no text that nothing uses', () => {
  const files = productFiles()
  const unused = AREAS.flatMap(([area, texts]) =>
    unusedKeys(area, Object.keys(texts), files).map((key) => `${area}: ${key}`),
  )
  expect(unused).toEqual([])
})

describe('finds a text that nothing uses', () => {
  const file = (text: string): SourceFile => ({ path: 'components/a.tsx', text })

  test.each([
    ['a literal key', "const t = useWords('a'); t('one')", ['two', 'state.paid']],
    ['a key on the next line', "const t = useWords('a'); t(\n  'one', { n })", ['two', 'state.paid']],
    ['a text with tags', "const t = useWords('a'); t.rich('one', { link })", ['two', 'state.paid']],
    ['a key with a literal beginning', `const t = useWords('a'); t(\`state.\${state}\`)`, ['one', 'two']],
    ['the words of another area', "const t = useWords('b'); t('one')", ['one', 'two', 'state.paid']],
    ['the same text as a value', "useWords('a'); const card = 'one'", ['one', 'two', 'state.paid']],
    ['a key without a literal beginning', `useWords('a'); t(\`\${key}\`)`, ['one', 'two', 'state.paid']],
  ])('%s', (_name, text, unused) => {
    expect(unusedKeys('a', ['one', 'two', 'state.paid'], [file(text)])).toEqual(unused)
  })
})

test('takes the same arguments in every language, and lists texts without a translation', () => {
  const wrong: string[] = []
  for (const [language, { texts }] of Object.entries(LANGUAGES)) {
    if (language === 'en') continue
    const translated = texts as Record<string, Record<string, string> | undefined>
    const missing: string[] = []
    for (const [area, english] of AREAS) {
      for (const [key, message] of Object.entries(english)) {
        const own = translated[area]?.[key]
        if (own === undefined) missing.push(`${area}: ${key}`)
        else if (argumentsOf(compile(own)).join() !== argumentsOf(compile(message)).join())
          wrong.push(`${language} ${area}: ${key}`)
      }
    }
    if (missing.length > 0)
      console.info(`${language}: ${missing.length} texts in English\n${missing.join('\n')}`)
  }
  expect(wrong).toEqual([])
})

test('has no sentence with a space at its end, and no text that is empty', () => {
  const odd = AREAS.flatMap(([area, texts]) =>
    Object.entries(texts)
      .filter(([, message]) => message.trim() !== message || message === '')
      .map(([key]) => `${area}: ${key}`),
  )
  expect(odd).toEqual([])
})
