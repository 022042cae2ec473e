import { expect, test } from 'vitest'
import { extraFields } from './extra-fields.ts'
import { financier, operator } from './testing/ask.ts'

const RAW = {
  maintenance_fees: {
    amount: '25.00',
    currency: 'NGN',
    contact: 'Ada',
    payment_link: 'https://pay.example.com/1',
  },
  user_id: 4242,
  phone: '+61432555666',
}

test('a financier sees of a nested field only codes, labels and money; nobody sees links or fields without a label', () => {
  const shown = (viewer: typeof operator) =>
    Object.fromEntries(
      extraFields('hello-tractor', 'invoices', RAW, viewer).map(({ name, value }) => [name, value]),
    )
  expect(shown(financier('AGRI-1'))).toEqual({
    maintenance_fees: '{"amount":"25.00","currency":"NGN"}',
    user_id: '•••',
  })
  expect(shown(operator)).toEqual({
    maintenance_fees: '{"amount":"25.00","currency":"NGN","contact":"Ada"}',
    user_id: '4242',
  })
})
