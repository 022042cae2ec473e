import compile from 'icu-minify/compile'
import { describe, expect, test } from 'vitest'
import { argumentsOf } from '#lib/testing/message-arguments.ts'
import { type Area, ENGLISH } from './areas.ts'
import { textsOf } from './compile-texts.ts'
import { pseudo } from './pseudo.ts'
import { createWords } from './words.ts'

const MESSAGES = Object.entries(ENGLISH).flatMap(([area, texts]) =>
  Object.entries(texts).map(([key, message]) => [`${area} ${key}`, message] as const),
)
const SAMPLES = [
  '{count, plural, =0 {none} one {# of <b>one {what}</b>} other {# <b># rows</b> of {name}}}',
  '{kind, select, a {first {x}} other {second <link>{y, number}</link>}}',
  'Read <link>the rule of {name}</link> first, {n, number, percent}',
]

describe.each(['en-XA', 'en-XB'] as const)('%s', (language) => {
  test('keeps every argument and tag of every text', () => {
    for (const message of [...MESSAGES.map(([, text]) => text), ...SAMPLES]) {
      const plain = compile(message)
      expect(argumentsOf(pseudo(plain, language))).toEqual(argumentsOf(plain))
    }
  })

  test('changes every text that has letters', () => {
    const same = MESSAGES.filter(([, message]) => {
      // A text such as "{source} <age></age>" has no letters of its own.
      if (!/\p{L}/u.test(message.replace(/\{\w+\}|<\/?\w+>/g, ''))) return false
      const plain = compile(message)
      return JSON.stringify(pseudo(plain, language)) === JSON.stringify(plain)
    })
    expect(same).toEqual([])
  })

  test('keeps the forms of a plural and the number in a tag', () => {
    const t = createWords<'invoices'>(
      { 'pack.selected': pseudo(compile(SAMPLES[0] ?? ''), language) },
      { language, count: String },
    )
    const b = (inside: (string | string[])[]) => ['bold', ...inside.map(String)]
    // The text is no real one of this key.
    const parts = t.rich('pack.selected', { count: 3, what: 'W', name: 'N', b } as never).flat()
    expect(parts.join(' ')).toMatch(/3.*bold.*3.*N/su)
  })
})

test('makes accented texts at least 40 % longer', () => {
  const short = Object.entries(ENGLISH).flatMap(([area, messages]) => {
    const texts = textsOf('en-XA', area as Area)
    return Object.entries(messages).filter(([key, message]) => {
      const text = texts[key]
      return !/[{<]/.test(message) && (typeof text !== 'string' || text.length < message.length * 1.4)
    })
  })
  expect(short).toEqual([])
})

test('writes the other language in letters that run from right to left', () => {
  const texts = Object.values(textsOf('en-XB', 'invoices'))
  expect(
    texts.filter((text) => typeof text === 'string' && !/^[\p{Script=Arabic}\P{L}]+$/u.test(text)),
  ).toEqual([])
})
