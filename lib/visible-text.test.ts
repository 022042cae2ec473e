import { expect, test } from 'vitest'
import { splitHidden, visibleText } from './visible-text.ts'

test.each([
  ['INV-\u202e123', 'INV-[U+202E]123'],
  ['A\u200bB', 'A[U+200B]B'],
  ['a\tb\nc\u0000\u007f\u0085', 'a␉b␊c␀␡[U+0085]'],
  ['\ufeffName\u2066x\u2069', '[U+FEFF]Name[U+2066]x[U+2069]'],
  ['soft\u00adhyphen\u2028', 'soft[U+00AD]hyphen[U+2028]'],
  ['Ad\u200dmin', 'Ad[U+200D]min'],
  ['\u{e0041}tag', '[U+E0041]tag'],
])('shows hidden characters as marks: %j', (text, shown) => expect(visibleText(text)).toBe(shown))

test.each([
  'Ngozi Okafor & Söhne',
  '資金 🌾',
  'محمد بن علی',
  'می\u200cخواهم',
  'क्\u200dष',
  '👩\u200d🌾',
  '🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}',
  '\u0600\u0661',
])('leaves writing that needs joiners and tags unchanged: %j', (text) => expect(visibleText(text)).toBe(text))

test('splits a text into parts that join to the same text, so that copying keeps it', () => {
  const text = 'a\u202eb\u0007\u200bc'
  expect(
    splitHidden(text)
      .map((part) => part.text)
      .join(''),
  ).toBe(text)
  expect(splitHidden(text).map((part) => part.mark)).toEqual([null, '[U+202E]', null, '␇', '[U+200B]', null])
  expect(splitHidden('plain')).toEqual([{ text: 'plain', mark: null }])
})
