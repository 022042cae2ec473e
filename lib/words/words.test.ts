import { describe, expect, test } from 'vitest'
import { createFormat } from '#lib/format.ts'
import { english, wordsIn } from '#lib/server/words/words.ts'
import { readLocaleRules } from './locale-rules.ts'
import { createWords, type RichValues } from './words.ts'

const t = english('invoices')

test('chooses the plural form by the number and prints the number as the reader writes it', () => {
  expect(t('pack.selected', { count: 1 })).toBe('1 invoice selected')
  expect(t('pack.selected', { count: 11_922 })).toBe('11,922 invoices selected')
  const { count } = createFormat(readLocaleRules('en-IN'), 'UTC')
  expect(wordsIn('en', 'invoices', count)('pack.all', { count: 1_234_567 })).toBe('Select all 12,34,567')
})

test('prints an argument as it is, markup and braces included', () => {
  expect(t('row.title', { number: '<b>{x}</b>' })).toBe('Invoice <b>{x}</b>')
})

test('returns the parts of a text with tags in order', () => {
  const linked = createWords<'invoices'>(
    { title: ['Read ', ['link', 'the ', ['name']], ' first'] },
    { language: 'en', count: String },
  )
  const values = { name: 'rule', link: (inside: unknown[]) => ({ inside }) }
  // The text is no real one of this key.
  expect(linked.rich('title', values as never)).toEqual(['Read ', { inside: ['the rule'] }, ' first'])
})

describe('does not compile', () => {
  test('a key that is missing, of another area, or made up', () => {
    // @ts-expect-error there is no such key
    expect(t('no.such.key')).toBe('no.such.key')
    // @ts-expect-error a beginning alone is no key
    t(`state.${'paid' as string}`)
  })

  test('a text with tags without a function for each tag', () => {
    type Given = RichValues<'Read <link>the rule of {name}</link> or <b>all {count, number}</b>', string>
    const tag = (inside: string[]) => inside.join('')
    const whole: Given = { name: 'N', count: 2, link: tag, b: tag }
    // @ts-expect-error b is missing
    const withoutTag: Given = { name: 'N', count: 2, link: tag }
    // @ts-expect-error the argument inside the link is missing
    const withoutArgument: Given = { count: 2, link: tag, b: tag }
    // @ts-expect-error a tag is drawn by a function
    const withText: Given = { name: 'N', count: 2, link: 'link', b: tag }
    expect([whole, withoutTag, withoutArgument, withText]).toHaveLength(4)
  })

  test('a missing, misspelt, superfluous or wrong argument', () => {
    // @ts-expect-error count is missing
    expect(() => t('pack.selected')).toThrow()
    // @ts-expect-error count is misspelt
    expect(() => t('pack.selected', { cuont: 1 })).toThrow()
    // @ts-expect-error one of two is missing
    expect(() => t('pdf.received-of', { received: 1 })).toThrow()
    // @ts-expect-error a plural needs a number
    expect(() => t('pack.selected', { count: '1' })).toThrow()
    // @ts-expect-error the text takes no argument
    t('title', { count: 1 })
  })
})
