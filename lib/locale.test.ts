import { describe, expect, test } from 'vitest'
import { readLocaleRules } from './locale.ts'

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
    expect(readLocaleRules(header).tag).toBe(tag)
  })

  test('keeps Latin digits for languages that have their own', () => {
    const rules = readLocaleRules('ar-EG')
    expect(`${rules.decimal}${rules.group}`).not.toMatch(/[٠-٩]/)
  })

  test('recognises languages that group digits from ten thousand on', () => {
    expect(readLocaleRules('es-ES').groupFrom).toBe(5)
    expect(readLocaleRules('en-GB').groupFrom).toBe(4)
  })
})

test('reads the rules of a tag once, and forgets them after 200 other tags', () => {
  const first = readLocaleRules('sw-KE')
  expect(readLocaleRules('sw-KE,en;q=0.5')).toBe(first)
  for (let number = 0; number < 200; number += 1)
    expect(readLocaleRules(`en-v${String(number).padStart(4, '0')}`).tag).toContain('en-v')
  const again = readLocaleRules('sw-KE')
  expect(again).not.toBe(first)
  expect(again).toEqual(first)
})
