import { describe, expect, test } from 'vitest'
import { readConventions } from './locale.ts'

describe('the first language that the runtime knows decides', () => {
  test.each([
    [null, 'en-GB'],
    ['', 'en-GB'],
    ['de-DE,de;q=0.9,en;q=0.8', 'de-DE'],
    ['en;q=0.5,fr-CI', 'fr-CI'],
    ['*', 'en-GB'],
    ['<script>,xx-$$;q=2', 'en-GB'],
    [`${'a'.repeat(20_000)}`, 'en-GB'],
  ])('reads %s as %s', (header, tag) => {
    expect(readConventions(header).tag).toBe(tag)
  })

  test('keeps Latin digits for languages that have their own', () => {
    const rules = readConventions('ar-EG')
    expect(`${rules.decimal}${rules.group}`).not.toMatch(/[٠-٩]/)
  })

  test('recognises languages that group digits from ten thousand on', () => {
    expect(readConventions('es-ES').groupFrom).toBe(5)
    expect(readConventions('en-GB').groupFrom).toBe(4)
  })
})

test('reads the rules of a tag once, and forgets them after 200 other tags', () => {
  const first = readConventions('sw-KE')
  expect(readConventions('sw-KE,en;q=0.5')).toBe(first)
  for (let number = 0; number < 200; number += 1)
    expect(readConventions(`en-v${String(number).padStart(4, '0')}`).tag).toContain('en-v')
  const again = readConventions('sw-KE')
  expect(again).not.toBe(first)
  expect(again).toEqual(first)
})

describe('texts of another language than English', () => {
  test.each([
    ['fr-SN,fr;q=0.9,en-US;q=0.8', 'fr', 'fr-SN'],
    ['en-US,fr-SN;q=0.5', 'fr', 'fr-SN'],
    ['pt-PT', 'pt-BR', 'pt-BR'],
    ['pt', 'pt-BR', 'pt-BR'],
    // A language of three letters is not a region of one with two.
    ['fra,fry', 'fr', 'fr'],
    ['en-US', 'fr', 'fr'],
    [null, 'pt', 'pt'],
  ])('accepted %s and texts in %s give the conventions of %s', (header, language, tag) => {
    expect(readConventions(header, language).tag).toBe(tag)
  })

  test('English texts keep the conventions of a language that Furrow lacks', () => {
    expect(readConventions('fr-SN,en-US;q=0.5', 'en')).toMatchObject({ tag: 'fr-SN', isMonthFirst: false })
    expect(readConventions('en-US', 'en-XA')).toMatchObject({ tag: 'en-US', isMonthFirst: true })
  })
})
