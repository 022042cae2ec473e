import { globSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { MoneyCell } from '#components/table/cells.tsx'
import { mount } from '#components/testing/mount.tsx'
import { Figure } from './figure.tsx'
import { SentenceLine, SourceLine } from './source-text.tsx'

/** The letters that decide the direction of a `dir="auto"` element: those outside isolated parts of it. */
function decisive(element: Element): string {
  return [...element.childNodes].map((node) => (node.nodeType === 3 ? node.textContent : '')).join('')
}

describe('in a page that runs from right to left', () => {
  test('a line has the direction of its name, so that its ellipsis stands at the end of the name', () => {
    const { container } = mount(<SourceLine text="Heifer Nigeria" />, { words: 'en-XB' })
    const line = container.querySelector('.truncate')
    expect(line?.getAttribute('dir')).toBe('auto')
    expect(decisive(line as Element)).toBe('Heifer Nigeria')
  })

  test('a hidden character decides no direction', () => {
    const { container } = mount(<SourceLine text={'\u202eHeifer'} />, { words: 'en-XB' })
    expect(decisive(container.querySelector('.truncate') as Element)).toBe('Heifer')
  })

  test('a sentence has the direction of the page, and its values have their own', () => {
    const { container } = mount(<SentenceLine parts={[{ value: 'Ada' }, ' שלום ', { value: 'HT-1' }]} />, {
      words: 'en-XB',
    })
    const line = container.querySelector('.truncate')
    expect(line?.hasAttribute('dir')).toBe(false)
    expect(line?.getAttribute('title')).toBe('Ada שלום HT-1')
    expect([...container.querySelectorAll('bdi[dir="auto"]')].map((one) => one.textContent)).toEqual([
      'Ada',
      'HT-1',
    ])
  })

  test('a sign stays before its digits', () => {
    const { container } = mount(<Figure text="+44.7%" />, { words: 'en-XB' })
    expect(container.querySelector('bdi[dir="auto"]')?.textContent).toBe('+44.7%')
  })

  test('a unit whose letters run from right to left stands to the left of a number with a sign', () => {
    const { container } = mount(<Figure text={'\u200e−1.2\u00a0מ'} />, { words: 'en-XB' })
    expect(container.querySelector('bdi[dir="rtl"]')?.textContent).toBe('\u200e−1.2\u00a0מ')
  })

  test('an amount stands behind its currency code, whatever the direction of the code', () => {
    const { container } = mount(<MoneyCell amount="-5" currency="ج.م" unknown="" />, { words: 'en-XB' })
    const money = container.querySelector('bdi[dir="ltr"]')
    expect(money?.textContent?.replaceAll('\u00a0', ' ')).toBe('ج.م \u200e−5')
    expect([...(money?.querySelectorAll('bdi[dir="auto"]') ?? [])].map((one) => one.textContent)).toEqual([
      'ج.م',
      '\u200e−5',
    ])
  })
})

describe('every screen', () => {
  const files = globSync('components/**/*.tsx', { exclude: ['**/*.test.tsx'] })
  const linesWith = (pattern: RegExp) =>
    files.flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(pattern)].map(([found]) => `${file}: ${found}`),
    )

  test('truncates names by SourceLine', () => {
    expect(files.length).toBeGreaterThan(100)
    expect(linesWith(/\btruncate\b[^<]*>\s*<(?:SourceText|bdi)\b/g)).toEqual([])
  })

  test('draws amounts and shares by Figure', () => {
    expect(
      linesWith(/[}>]\s*\{(?:format\.(?:money|amount|percent)|compactMoney|compactAmount|print\w+)\(/g),
    ).toEqual([])
  })
})
