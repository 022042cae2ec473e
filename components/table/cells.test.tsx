import { screen } from '@testing-library/react'
import { describe, expect, test } from 'vitest'
import { mount } from '#components/testing/mount.tsx'
import { DayCell, InstantCell, MoneyCell, RowLink, TextCell, UnknownCell } from './cells.tsx'

const text = () => document.body.textContent?.replaceAll('\u00a0', ' ')

describe('an amount', () => {
  test.each([
    [
      'is exact to the last digit',
      '12345678901234567890.123456789',
      'NGN',
      'NGN 12,345,678,901,234,567,890.123456789',
    ],
    ['keeps its sign', '-1250.5', 'NGN', 'NGN −1,250.50'],
    ['is zero only when it is', '0', 'NGN', 'NGN 0.00'],
    ['has the digits of its currency', '1250', 'JPY', 'JPY 1,250'],
    ['shows an unknown currency as the source wrote it', '1.5', 'US\u200bD', 'US\u200bD 1.5'],
    ['without a currency says so', '5', null, '? 5'],
  ])('%s', (_name, amount, currency, shown) => {
    mount(<MoneyCell amount={amount} currency={currency} unknown="Not given" />)
    expect(text()).toBe(shown)
  })

  test('that is unknown is a dash with its reason, never 0', () => {
    mount(<MoneyCell amount={null} currency="NGN" unknown="The source gives no amount" />)
    expect(text()).toBe('— The source gives no amount')
  })

  test('too long for a line has its whole text on hover and may wrap between digit groups', () => {
    const { container } = mount(<MoneyCell amount="-98765432109876543210.99" currency="USDC" unknown="" />)
    expect(screen.getByTitle(/98,765,432,109,876,543,210\.99/).className).toBe('long-amount')
    expect(container.querySelectorAll('wbr').length).toBeGreaterThan(4)
  })

  test('follows the language of the reader', () => {
    mount(<MoneyCell amount="1234567.5" currency="EUR" unknown="" />, { language: 'de-DE' })
    expect(text()).toBe('EUR 1.234.567,50')
  })
})

describe('a text', () => {
  test('is readable in full on hover', () => {
    const name = 'Cooperative '.repeat(30).trim()
    mount(<TextCell text={name} unknown="" />)
    expect(screen.getByTitle(name).textContent).toBe(name)
  })

  test('that is blank is shown as the blank it is, not as unknown', () => {
    mount(<TextCell text="" unknown="Not given" />)
    expect(text()).toBe('')
  })

  test('that is unknown says why, on hover too', async () => {
    const { user } = mount(<UnknownCell reason="The source gives no name" />)
    await user.hover(screen.getByText('—'))
    expect((await screen.findByRole('tooltip')).textContent).toBe('The source gives no name')
  })
})

test('a row’s link keeps its id whole in the address', () => {
  mount(<RowLink id="a/b c&d" text="Contract" />)
  expect(screen.getByRole('link').getAttribute('href')).toBe('/list?row=a%2Fb+c%26d')
})

test('a day is printed in the reader’s order, and an unknown one is a dash', () => {
  mount(<DayCell day="2028-02-29" unknown="" />, { language: 'en-US' })
  mount(<DayCell day={null} unknown="No date" />)
  expect(text()).toBe('Feb 29, 2028— No date')
})

test('an instant shows its day in the business time zone, with time and zone on hover', () => {
  mount(<InstantCell instant="2026-11-24T23:30:00.000Z" />)
  expect(screen.getByText('25 Nov 2026').title).toContain('00:30')
})
