import { expect, test } from 'vitest'
import { financier, operator } from '#lib/testing/ask.ts'
import { extraFields } from './extra-fields.ts'

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

test('shows a financier only codes, labels and money of a nested field, and nobody links or unlabelled fields', () => {
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

test('gives a time in any spelling its instant, and leaves other values as text', () => {
  const raw = {
    created_at: '2026-06-03 09:27:00',
    updated_at: 'yesterday',
  }
  expect(extraFields('hello-tractor', 'billing-periods', raw, operator)).toEqual([
    {
      name: 'created_at',
      word: 'created',
      label: 'Created',
      value: '2026-06-03 09:27:00',
      instant: '2026-06-03T09:27:00.000Z',
    },
    { name: 'updated_at', word: 'updated', label: 'Updated', value: 'yesterday', instant: null },
  ])
  const link = {
    lastVisit: '2026-06-03T09:27:00+01:00',
    planStartDate: '2026-06-03',
    batchId: '20260603',
    visits: 4,
  }
  expect(extraFields('payment-links', 'invoices', link, operator)).toEqual([
    { name: 'batchId', word: 'batch', label: 'Batch', value: '20260603', instant: null },
    { name: 'visits', word: 'visits', label: 'Visits', value: '4', instant: null },
    {
      name: 'lastVisit',
      word: 'last-visit',
      label: 'Last visit',
      value: '2026-06-03T09:27:00+01:00',
      instant: '2026-06-03T08:27:00.000Z',
    },
    { name: 'planStartDate', word: 'plan-start', label: 'Plan start', value: '2026-06-03', instant: null },
  ])
})
