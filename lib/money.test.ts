import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { collectionRate, compareMoney, readMoney, subtractMoney, sumMoney } from './money.ts'

describe('readMoney', () => {
  test.each([
    ['125000.00', '125000.00'],
    [125000, '125000'],
    [0.1, '0.1'],
    ['-3.50', '-3.50'],
    ['+7', '7'],
    ['0007.10', '7.10'],
    ['-0.00', '0.00'],
    ['1.25e3', '1250'],
    ['1E-3', '0.001'],
    [' 12.5 ', '12.5'],
    ['0.123456789', '0.123456789'],
    ['125000.0000000000', '125000.0000000000'],
    ['125.', '125'],
    ['.5', '0.5'],
    ['-.5', '-0.5'],
    ['\u2212125.00', '-125.00'],
    ['0.1000000000000000055511151231257827', '0.1000000000000000055511151231257827'],
    ['1234567890123456789012345678.123456789012', '1234567890123456789012345678.123456789012'],
    ['9'.repeat(40), '9'.repeat(40)],
  ])('reads %j as exactly %s', (input, amount) => expect(readMoney(input)).toEqual({ amount, issue: null }))

  test.each([
    [null, 'missing'],
    [undefined, 'missing'],
    ['', 'blank'],
    ['  ', 'blank'],
    ['1,250.00', 'not a number'],
    ['NaN', 'not a number'],
    [Number.NaN, 'not a number'],
    [Number.POSITIVE_INFINITY, 'not a number'],
    [{ amount: 1 }, 'not a number'],
    [true, 'not a number'],
    ['0x10', 'not a number'],
    ['١٢', 'not a number'],
    ['1,234', 'not a number'],
    ['.', 'not a number'],
    ['1.2.3', 'not a number'],
    ['9'.repeat(41), 'too large'],
    ['1e40', 'too large'],
    ['1e400', 'too large'],
    [`0.${'1'.repeat(41)}`, 'too many decimals'],
  ])('leaves %j unknown: %s', (input, issue) => expect(readMoney(input)).toEqual({ amount: null, issue }))

  test('reads every decimal of up to 40 digits and 40 decimal places without loss', () => {
    const digits = fc.bigInt({ min: -(10n ** 40n) + 1n, max: 10n ** 40n - 1n })
    fc.assert(
      fc.property(digits, fc.stringMatching(/^\d{1,40}$/), (whole, decimals) => {
        const text = `${whole}.${decimals}`
        expect(readMoney(text).amount).toBe(text)
      }),
    )
  })
})

test('sums exactly where binary floats do not', () => {
  expect(sumMoney(['0.1', '0.2'])).toBe('0.3')
  expect(sumMoney([])).toBe('0')
  expect(subtractMoney('1000000000000000000.01', '0.02')).toBe('999999999999999999.99')
})

test('gives the same total for cents added as decimals and as integers', () => {
  fc.assert(
    fc.property(fc.array(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n })), (cents) => {
      const decimals = cents.map((cent) => {
        const digits = String(cent < 0n ? -cent : cent).padStart(3, '0')
        return `${cent < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
      })
      const total = cents.reduce((sum, cent) => sum + cent, 0n)
      expect(
        compareMoney(
          sumMoney(decimals.map((text) => String(readMoney(text).amount))),
          sumMoney([`${total}e-2`]),
        ),
      ).toBe(0)
    }),
  )
})

test('leaves the rate unknown when nothing was billed', () => {
  expect(collectionRate('0', '0')).toBeNull()
  expect(collectionRate('0.00', '0.00')).toBeNull()
  expect(collectionRate('91.8', '100')).toBe(0.918)
  expect(collectionRate('1', '3')).toBe(0.333333)
})
