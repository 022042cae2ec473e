import { describe, expect, test } from 'vitest'
import { chooseLanguage } from './choose-language.ts'
import type { Language } from './languages.ts'

const ALL: Language[] = ['en', 'en-XA', 'en-XB']
const NONE = { cookie: null, acceptLanguage: null }

test('prefers the cookie to the browser', () => {
  const header = { ...NONE, acceptLanguage: 'en' }
  expect(chooseLanguage({ ...header, cookie: 'en-XA' }, ALL)).toBe('en-XA')
  expect(chooseLanguage(header, ALL)).toBe('en')
})

test.each(['', 'tlh', '../../etc'])('ignores the cookie %o, which names no language', (cookie) => {
  expect(chooseLanguage({ cookie, acceptLanguage: 'en-XA' }, ALL)).toBe('en-XA')
})

describe('reads Accept-Language', () => {
  test.each([
    ['none', null, 'en'],
    ['empty', '', 'en'],
    ['only separators', ',;,;q=,', 'en'],
    ['a wildcard', '*', 'en'],
    ['a language that Furrow has not', 'fr-SN,fr;q=0.9', 'en'],
    ['a region of a language', 'en-KE', 'en'],
    ['another case', 'EN-xa', 'en-XA'],
    ['preferences out of order', 'en;q=0.2, en-XB;q=0.9', 'en-XB'],
    ['a refused language', 'en-XA;q=0, en-XB;q=0.1', 'en-XB'],
    ['a broken quality', 'en-XA;q=high, en-XB', 'en-XB'],
    ['a variant of a known language', 'en-XA-posix', 'en-XA'],
    ['markup', '<script>alert(1)</script>', 'en'],
    ['a very long header', `${'x-'.repeat(50_000)},en-XA`, 'en'],
    ['names of object members', 'constructor, __proto__, toString', 'en'],
  ])('%s', (_name, acceptLanguage, language) => {
    expect(chooseLanguage({ ...NONE, acceptLanguage }, ALL)).toBe(language)
  })

  test('never chooses a pseudo-language that the installation does not offer', () => {
    expect(chooseLanguage({ ...NONE, cookie: 'en-XA', acceptLanguage: 'en-XB' }, ['en'])).toBe('en')
  })
})
