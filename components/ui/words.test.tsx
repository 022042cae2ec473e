import { screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { InvoiceStateBadge } from '#components/invoices/state-badges.tsx'
import { mount } from '#components/testing/mount.tsx'
import { richText, useWords } from './words.tsx'

test.each([
  ['en', 'Paid'],
  ['en-XA', /^Páíd l/],
  ['en-XB', /^\p{Script=Arabic}+$/u],
] as const)('shows a screen in %s', (words, text) => {
  mount(<InvoiceStateBadge state="paid" />, { words })
  expect(screen.getByText(text)).toBeTruthy()
})

test('leaves a status that Furrow does not know as the source writes it', () => {
  mount(<InvoiceStateBadge state="half_paid" />, { words: 'en-XA' })
  expect(screen.getByText('half_paid')).toBeTruthy()
})

test('draws the parts of a text in order', () => {
  const { container } = mount(
    richText([
      'Read ',
      <a key="a" href="/x">
        the rule
      </a>,
      ' first',
    ]),
  )
  expect(container.innerHTML).toBe('Read <a href="/x">the rule</a> first')
})

test('prints numbers as the reader writes them', () => {
  const Chosen = () => useWords('invoices')('pack.selected', { count: 1_200 })
  mount(<Chosen />, { language: 'de-DE' })
  expect(screen.getByText('1.200 invoices selected')).toBeTruthy()
})
