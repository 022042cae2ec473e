import fc from 'fast-check'
import { expect, test } from 'vitest'
import { packNames } from './pack-names.ts'

const named = (...numbers: (string | null)[]) => {
  const nameOf = packNames()
  return numbers.map((number, at) => nameOf({ number, id: `id-${at}` }))
}

test.each<[string, string | null, string]>([
  ['an invoice is called by its number', 'HT-2026/0042', 'HT-2026_0042.pdf'],
  ['by its id where it has none', null, 'id-0.pdf'],
  ['letters of any alphabet stay', 'Rechnung Äöß 发票 №7', 'Rechnung Äöß 发票 №7.pdf'],
  ['no name leads out of its folder', '../../etc/passwd', '__.._etc_passwd.pdf'],
  ['nor in other writings of a slash', '..\\..\\x\u2044y\uff0fz', '__.._x_y_z.pdf'],
  ['line ends, NUL and marks of direction go', 'a\r\nb\u0000c\u202egpj', 'a__b_c_gpj.pdf'],
  ['no device of Windows', 'COM1', '_COM1.pdf'],
  ['nor with an ending', 'nul.tar', '_nul.tar.pdf'],
  ['no formula in the register', '=HYPERLINK("x")', '_=HYPERLINK(_x_).pdf'],
  ['no option of a command', '-rf', '_-rf.pdf'],
  ['no hidden file', '.htaccess', '_htaccess.pdf'],
  ['half a character is none', 'a\ud800b', 'a\ufffdb.pdf'],
  ['nothing is called invoice', ' ', 'invoice.pdf'],
])('%s', (_rule, number, name) => {
  expect(named(number)).toEqual([name])
})

test('gives invoices with the same number different names, even if a number looks like such a name', () => {
  expect(named('A', 'A', 'A (2)', 'a', 'A')).toEqual([
    'A.pdf',
    'A (2).pdf',
    'A (2) (2).pdf',
    'a (3).pdf',
    'A (4).pdf',
  ])
  // Composed and decomposed, full-width and plain.
  expect(new Set(named('\u00c5', 'A\u030a', '\uff21\u030a').map((name) => name.toLowerCase())).size).toBe(3)
})

test('makes names safe, short enough and different regardless of case for any numbers', () => {
  const numbers = fc.array(
    fc.oneof(fc.string({ unit: 'binary', maxLength: 120 }), fc.constantFrom('A', 'a', 'A (2)')),
    {
      maxLength: 40,
    },
  )
  fc.assert(
    fc.property(numbers, (some) => {
      const names = named(...some)
      expect(new Set(names.map((name) => name.normalize('NFKC').toLowerCase())).size).toBe(some.length)
      for (const name of names) {
        expect(name).toMatch(/^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}"*/:<>?\\|]+\.pdf$/u)
        expect(name).not.toMatch(/^[.\-~=+@]/)
        expect(Buffer.byteLength(name)).toBeLessThanOrEqual(255)
        expect(name.isWellFormed()).toBe(true)
      }
    }),
  )
})
