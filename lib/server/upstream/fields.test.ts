import { describe, expect, test } from 'vitest'
import { MAX_TEXT_BYTES, readText, wireProse } from './fields.ts'

describe('a text that is longer than the mirror holds', () => {
  const long = `Fund of the Northern Region ${'é'.repeat(300)} A`
  test('keeps its beginning, is marked as shortened, and fits', () => {
    const text = readText(long)
    expect(text).toMatch(/^Fund of the Northern Region é+ … \(shortened, [0-9a-f]{8}\)$/)
    expect(Buffer.byteLength(text ?? '')).toBeLessThanOrEqual(MAX_TEXT_BYTES)
    expect(Buffer.byteLength(text ?? '')).toBeGreaterThan(MAX_TEXT_BYTES - 4)
  })
  test('is always shortened to the same text, unlike another text with the same beginning', () => {
    expect(readText(long)).toBe(readText(` ${long} `))
    expect(readText(long)).not.toBe(readText(`${long}B`))
  })
  test.each(['資', '🌾', 'x', '\0', '\ud800'])('is never cut inside a character (%j)', (character) => {
    for (let before = 0; before < 4; before += 1) {
      const text = readText('x'.repeat(before) + character.repeat(500)) ?? ''
      const stored = character.replace('\0', '\uFFFD').toWellFormed()
      expect(text.split(' … ')[0]).toMatch(new RegExp(`^x{${before}}(${stored})*$`, 'u'))
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(MAX_TEXT_BYTES)
    }
  })
  test('is kept whole at the limit', () => {
    for (const text of ['x'.repeat(400), 'é'.repeat(200), '資'.repeat(133)]) expect(readText(text)).toBe(text)
  })
  test('is kept up to 1,000 characters in a field that is only displayed and searched', () => {
    expect(wireProse.parse('x'.repeat(1_000))).toBe('x'.repeat(1_000))
    expect(wireProse.parse('x'.repeat(2_000))).toMatch(/^x{960,} … \(shortened, [0-9a-f]{8}\)$/)
  })
})
