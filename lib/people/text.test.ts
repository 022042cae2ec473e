import { expect, test } from 'vitest'
import { faultOfLine, faultOfText } from './text.ts'

test.each(['Adaeze Okafor', 'Ọlá Ṣọlá', 'محمد علي', 'नमस्ते', '👩‍🌾 Farm', "O'Brien & Sons", 'e\u0301'])(
  'a name as people write it is taken: %s',
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
])('text that could deceive is refused with its reason (H11): %j', (text, reason) => {
  expect(faultOfLine(text)).toContain(reason)
  expect(faultOfText(text)).toContain(reason)
})

test('several lines are for long text only', () => {
  expect(faultOfLine('one\ntwo')).toContain('control')
  expect(faultOfText('one\r\n\ttwo')).toBeNull()
})
