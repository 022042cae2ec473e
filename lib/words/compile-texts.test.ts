import { expect, test } from 'vitest'
import { textsOf } from './compile-texts.ts'

function objectsIn(value: unknown): object[] {
  if (typeof value !== 'object' || value === null) return []
  return [value, ...Object.values(value).flatMap(objectsIn)]
}

test.each(['en', 'en-XA', 'en-XB'] as const)(
  'compiles %s to plain objects, which React can send',
  (language) => {
    const objects = objectsIn(textsOf(language, 'invoices')).map((one) => Object.getPrototypeOf(one))
    expect(objects.length).toBeGreaterThan(10)
    expect(objects.filter((one) => one !== Object.prototype && one !== Array.prototype)).toEqual([])
  },
)

test('compiles each area once', () => {
  expect(textsOf('en', 'invoices')).toBe(textsOf('en', 'invoices'))
})
