import { expect, test } from 'vitest'
import { containsWords, plainText, searchedWords } from './plain-text.ts'

test.each([
  ['Adébówálé', 'adebowale'],
  ['KIMANI', 'kimani'],
  ["Rabi'u", 'rabiu'],
  ['Rabi’u', 'rabiu'],
  ['Rabi‘u', 'rabiu'],
  ['Rabiʼu', 'rabiu'],
  ['Rabi`u', 'rabiu'],
  ['KAD-0334', 'kad0334'],
  ['KAD – 0334', 'kad0334'],
  ['Ọláṣubọ̀mí', 'olasubomi'],
  ['Ɗanƙwarai Ɓauchi Ƴar’adua', 'dankwaraibauchiyaradua'],
  ['Łódź Ærø Straße STRAẞE ıŞIK', 'lodzaerostrassestrasseisik'],
  ['ΣΊΣΥΦΟΣ', 'σισυφοσ'],
  ['Щука-Ё', 'щукае'],
  ['ＫＡＤ０３３４', 'kad0334'],
  ['50%_\\', '50%_\\'],
  [' - ’ ', ''],
])('writes %s as %s', (text, plain) => {
  expect(plainText(text)).toBe(plain)
})

test('reads words, and digits as one number', () => {
  expect(searchedWords(' Musa  ÌBRÁHÌM ')).toEqual(['musa', 'ibrahim'])
  expect(searchedWords('KAD 0334')).toEqual(['kad', '0334'])
  expect(searchedWords('KAD-0334')).toEqual(['kad0334'])
  expect(searchedWords('+234 (803) 123-4567')).toEqual(['+2348031234567'])
  expect(searchedWords("- ' ")).toEqual([])
})

test('requires every word, in any order, within one text each', () => {
  expect(containsWords(['Grace Ọkáfọ̀r', 'grace@example.com'], 'OKAFOR gra')).toBe(true)
  expect(containsWords(['Grace Okafor'], 'grace x')).toBe(false)
  expect(containsWords(['Grace', 'Okafor'], 'graceokafor')).toBe(false)
  expect(containsWords(['Grace', null], null)).toBe(true)
})
