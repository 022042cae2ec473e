import { expect, test } from 'vitest'
import { faultOfLine, faultOfText } from './text.ts'

test.each(['Adaeze Okafor', 'Ọlá Ṣọlá', 'محمد علي', 'नमस्ते', '👩‍🌾 Farm', "O'Brien & Sons", 'e\u0301'])(
  'accepts a name as people write it: %s',
  (name) => expect(faultOfLine(name)).toBeNull(),
)

test.each([
  ['\u202eevil', 'direction'],
  ['a\u2066b', 'direction'],
  ['a\u200fb', 'direction'],
  ['a\u0000b', 'control'],
  ['a\u001b[31m', 'control'],
  ['a\u0085b', 'control'],
  ['a\u2028b', 'control'],
  ['\ud800', 'half a character'],
])('refuses deceptive text with the reason: %j', (text, reason) => {
  expect(faultOfLine(text)?.detail).toContain(reason)
  expect(faultOfText(text)?.detail).toContain(reason)
})

test('allows several lines only in long text', () => {
  expect(faultOfLine('one\ntwo')?.detail).toContain('control')
  expect(faultOfText('one\r\n\ttwo')).toBeNull()
})
