import { expect, test } from 'vitest'
import { BILLING_STATUS_GROUPS, OTHER_STATUS } from '#lib/billing-periods/status.ts'
import { INVOICE_STATES, OTHER_STATE } from '#lib/invoices/status.ts'
import { oneOfOrWord, otherWord } from './other-words.ts'

const readStatus = oneOfOrWord(BILLING_STATUS_GROUPS, OTHER_STATUS)
const readState = oneOfOrWord(INVOICE_STATES, OTHER_STATE)

test('accepts each name and any other word after the prefix for other values', () => {
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
])('rejects %j', (text) => expect(readStatus(text)).toBeNull())

test('returns the word after the prefix as the chosen word', () => {
  expect(otherWord('OTHER:a:b', OTHER_STATUS)).toBe('a:b')
  expect(otherWord('OTHER:', OTHER_STATUS)).toBe('')
  expect(otherWord('OTHER', OTHER_STATUS)).toBeNull()
  expect(otherWord('PENDING', OTHER_STATUS)).toBeNull()
})
