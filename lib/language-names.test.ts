import { describe, expect, test } from 'vitest'
import { readLocaleRules } from '#lib/words/locale-rules.ts'
import { createFormat } from './format.ts'
import { namesIn } from './language-names.ts'
import { readConventions } from './locale.ts'

/** How a reader prints whose texts are in `language`; the words around a day stay English here. */
function printer(tag: string, language: string) {
  const rules = { ...readLocaleRules(tag), ...readConventions(tag, language), ...namesIn(language) }
  return createFormat(rules, 'Africa/Lagos')
}

test('English has the names that Furrow always had, in every region', () => {
  expect(namesIn('en')).toEqual({
    months: ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'],
    longMonths: [
      ...['January', 'February', 'March', 'April', 'May', 'June'],
      ...['July', 'August', 'September', 'October', 'November', 'December'],
    ],
    weekdays: ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'],
    longWeekdays: ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'],
    weekdayLetters: ['Su', 'Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa'],
    list: [', ', ', ', ', ', ', '],
  })
  // The tables of British English say Sept.
  expect(readLocaleRules('en-GB').months).toEqual(namesIn('en').months)
})

describe('days in other languages', () => {
  test.each([
    ['fr-SN', 'fr', '19 sept. 2026', 'sam. 19 sept. 2026', '25 févr. – 3 mars 2026'],
    ['pt-MZ', 'pt', '19 set. 2026', 'sáb. 19 set. 2026', '25 fev. – 3 mar. 2026'],
    ['pt-PT', 'pt-PT', '19 set. 2026', 'sábado 19 set. 2026', '25 fev. – 3 mar. 2026'],
    ['sw-KE', 'sw', '19 Sep 2026', 'Jumamosi 19 Sep 2026', '25 Feb – 3 Mac 2026'],
    ['ar-EG', 'ar', '19 سبتمبر 2026', 'السبت 19 سبتمبر 2026', '25 فبراير – 3 مارس 2026'],
  ])('%s', (tag, language, day, weekday, range) => {
    const format = printer(tag, language)
    expect(format.day('2026-09-19')).toBe(day)
    expect(format.weekday('2026-09-19')).toBe(weekday)
    expect(format.dayRange('2026-02-25', '2026-03-03')).toBe(range)
  })

  test('columns of a calendar have two letters where those tell the weekdays apart, else one', () => {
    expect(namesIn('fr').weekdayLetters).toEqual(['di', 'lu', 'ma', 'me', 'je', 've', 'sa'])
    expect(namesIn('pt').weekdayLetters).toEqual(['D', 'S', 'T', 'Q', 'Q', 'S', 'S'])
    expect(namesIn('ar').weekdayLetters).toEqual(['ح', 'ن', 'ث', 'ر', 'خ', 'ج', 'س'])
  })
})

describe('lists', () => {
  test.each([
    ['en', ['', 'a', 'a, b', 'a, b, c', 'a, b, c, d']],
    ['fr', ['', 'a', 'a et b', 'a, b et c', 'a, b, c et d']],
    ['pt', ['', 'a', 'a e b', 'a, b e c', 'a, b, c e d']],
    ['sw', ['', 'a', 'a na b', 'a, b na c', 'a, b, c na d']],
    ['ar', ['', 'a', 'a وb', 'a، وb، وc', 'a، وb، وc، وd']],
  ])('%s joins them as its own tables say', (language, texts) => {
    const { list } = printer(language, language)
    expect(texts.map((_, count) => list(['a', 'b', 'c', 'd'].slice(0, count)))).toEqual(texts)
    const intl = new Intl.ListFormat(language, { type: 'unit', style: 'short' })
    const names = ['Heifer', 'Trella', 'AGRI-1', 'AGRI-2', 'AGRI-3']
    expect(list(names)).toBe(intl.format(names))
  })
})
