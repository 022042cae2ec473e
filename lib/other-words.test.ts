import { expect, test } from 'vitest'
import { BILLING_STATUS_GROUPS, OTHER_STATUS } from '#lib/billing-periods/status.ts'
import { INVOICE_STATES, OTHER_STATE } from '#lib/invoices/status.ts'
import { oneOfOrWord, otherWord } from './other-words.ts'

const readStatus = oneOfOrWord(BILLING_STATUS_GROUPS, OTHER_STATUS)
const readState = oneOfOrWord(INVOICE_STATES, OTHER_STATE)

test('a name, and any other word behind the one for all others, is read as it stands', () => {
  for (const text of [
    'PENDING',
    'OTHER',
    'OTHER:',
    'OTHER:REVERSED_BY_AGENT',
    'OTHER:pending',
    'OTHER:OTHER',
    'OTHER:a:b',
  ])
    expect(readStatus(text)).toBe(text)
  for (const text of ['paid', 'other', 'other:Paid', 'other:other']) expect(readState(text)).toBe(text)
})

test.each([
  'PAYMENT_COMPLET',
  'pending',
  'REVERSED',
  'other:x',
  'OTHER:PENDING',
  'OTHER: ',
  'OTHER:\0',
  `OTHER:${'x'.repeat(501)}`,
  '',
])('%j is no choice', (text) => expect(readStatus(text)).toBeNull())

test('the word of a choice is what stands behind the name', () => {
  expect(otherWord('OTHER:a:b', OTHER_STATUS)).toBe('a:b')
  expect(otherWord('OTHER:', OTHER_STATUS)).toBe('')
  expect(otherWord('OTHER', OTHER_STATUS)).toBeNull()
  expect(otherWord('PENDING', OTHER_STATUS)).toBeNull()
})
