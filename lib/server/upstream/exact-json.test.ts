import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseExactJson } from '#lib/server/upstream/testing/exact-json.ts'
import { ExactListReader, JsonError } from './exact-json.ts'

/** Any JSON text whose numbers are all safe integers, so that JSON.parse is exact too. */
const exactJson = fc.jsonValue({ maxDepth: 5, noUnicodeString: false }).filter((value) => {
  const text = JSON.stringify(value)
  return !/\d[.eE]|-0\b|\d{16}|\\u0000|\\ud[89a-f]/i.test(text)
})
/** Cuts a text into pieces at arbitrary positions. */
const cuts = fc.array(fc.nat(40), { minLength: 1, maxLength: 30 })

function pieces(text: string, lengths: readonly number[]): string[] {
  const result: string[] = []
  let rest = text
  for (const length of lengths) {
    result.push(rest.slice(0, length))
    rest = rest.slice(length)
  }
  return [...result, rest]
}

describe('parseExactJson', () => {
  test('reads what JSON.parse reads', () => {
    fc.assert(
      fc.property(exactJson, fc.boolean(), (value, isIndented) => {
        const text = JSON.stringify(value, null, isIndented ? 2 : 0)
        expect(parseExactJson(text)).toEqual(JSON.parse(text))
      }),
    )
  })

  test('refuses what JSON.parse refuses', () => {
    const scraps = fc.array(
      fc.constantFrom('{', '}', '[', ']', ':', ',', '"a"', '1', '-', 'null', 'tru', ' '),
    )
    fc.assert(
      fc.property(scraps, (parts) => {
        const text = parts.join('')
        let isJson = true
        try {
          JSON.parse(text)
        } catch {
          isJson = false
        }
        if (isJson) expect(parseExactJson(text)).toEqual(JSON.parse(text))
        else expect(() => parseExactJson(text)).toThrow(JsonError)
      }),
      { numRuns: 2000 },
    )
  })

  test('keeps every digit of numbers that a binary float would change', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^-?(0|[1-9]\d{0,25})\.\d{1,12}([eE][+-]?\d{1,2})?$/),
        fc.stringMatching(/^-?[1-9]\d{16,30}$/),
        (fraction, integer) => {
          expect(parseExactJson(`{"a":${fraction},"b":[${integer}]}`)).toEqual({ a: fraction, b: [integer] })
        },
      ),
    )
  })

  test('safe integers stay numbers', () => {
    expect(parseExactJson('[0,-1,9007199254740991]')).toEqual([0, -1, 9007199254740991])
    expect(parseExactJson('[9007199254740993,1.0,1e3,-0]')).toEqual(['9007199254740993', '1.0', '1e3', '-0'])
  })

  test.each(['', ' ', '{', '[1,', '"abc', '{"a":1', 'nul', '[1]x', '<html>', '\u0000', '[NaN]', '[01]'])(
    '%j is not JSON',
    (text) => {
      expect(() => parseExactJson(text)).toThrow(JsonError)
    },
  )

  test('reads nesting up to 64 levels and refuses any deeper nesting', () => {
    const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`
    expect(parseExactJson(nested(64))).toBeDefined()
    expect(() => parseExactJson(nested(65))).toThrow(JsonError)
    expect(() => parseExactJson('{"a":'.repeat(100_000))).toThrow(JsonError)
  })

  test('replaces text that a database cannot store, in keys too, and keeps emoji', () => {
    expect(parseExactJson('{"a\\u0000b":"\\ud800x\\udc00","c":"\\ud83d\\ude9c"}')).toEqual({
      'a\ufffdb': '\ufffdx\ufffd',
      c: '🚜',
    })
  })

  test('a __proto__ key is an ordinary field', () => {
    const value = parseExactJson('{"__proto__":{"isAdmin":true}}')
    expect(Object.keys(value as object)).toEqual(['__proto__'])
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype)
  })
})

describe('ExactListReader', () => {
  test('returns every element of a bare or wrapped list, however the text is cut', () => {
    fc.assert(
      fc.property(fc.array(exactJson), fc.boolean(), cuts, (rows, isWrapped, lengths) => {
        const text = JSON.stringify(
          isWrapped ? { count: 1, meta: [[1]], data: rows, more: { data: [7] } } : rows,
        )
        const reader = new ExactListReader(['data'])
        const read = pieces(text, lengths).flatMap((piece) => reader.write(piece))
        expect(reader.finish()).toEqual({ hasList: true })
        expect(read).toEqual(JSON.parse(JSON.stringify(rows)))
      }),
    )
  })

  test('reports when there is no list', () => {
    for (const text of ['{"error":"no"}', '{"data":{}}', '{"x":{"data":[1]}}']) {
      const reader = new ExactListReader(['data'])
      expect(reader.write(text)).toEqual([])
      expect(reader.finish()).toEqual({ hasList: false })
    }
  })

  test('throws at the end of a truncated list', () => {
    const reader = new ExactListReader(['data'])
    expect(reader.write('[{"a":1},{"a":')).toEqual([{ a: 1 }])
    expect(() => reader.finish()).toThrow(JsonError)
  })
})
