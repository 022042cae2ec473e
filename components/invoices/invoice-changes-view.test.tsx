import { screen, waitFor } from '@testing-library/react'
import { expect, test } from 'vitest'
import { mount } from '#components/testing/mount.tsx'
import { json, serve } from '#components/testing/server.ts'
import type { InvoiceChanges, InvoiceValues } from '#lib/invoices/changes-schema.ts'
import { InvoiceChangesView } from './invoice-changes-view.tsx'

const values = (fields: Partial<InvoiceValues>): InvoiceValues => ({
  number: 'INV-7',
  customer: null,
  issuedOn: '2026-11-09',
  dueOn: null,
  state: 'not_paid',
  funnelState: 'sent',
  currency: 'KES',
  amount: '1200',
  paidAmount: null,
  fundingSource: 'Heifer',
  ...fields,
})

const answer = (fields: Partial<InvoiceChanges>): InvoiceChanges => ({
  rows: [],
  nextCursor: null,
  totals: [],
  since: '2026-11-17T23:00:00.000Z',
  earliest: '2026-10-01T06:00:00.000Z',
  previousVisitAt: null,
  previousReportAt: null,
  snapshot: '7',
  freshness: [],
  ...fields,
})

const open = (search: string, changes: InvoiceChanges) => {
  const asked = serve({
    '/api/invoices/changes': () => json(changes),
    '/api/filter-options': () => json({ options: { funding_source: [] }, snapshot: '7' }),
    '/api/sources': () => json({ sources: [], snapshot: '7' }),
  })
  return { asked, ...mount(<InvoiceChangesView />, { search }) }
}
const change = (before: InvoiceValues | null, now: InvoiceValues | null) => {
  const kind = before === null ? ('new' as const) : ('changed' as const)
  return { id: 'a b', kind, before, now, recordedAt: '2026-11-24T08:00:00.000Z' }
}

test('names the status, the activity of the link and the amount paid, and opens the invoice', async () => {
  const paid = values({ state: 'paid', funnelState: 'clicked', paidAmount: '1200' })
  const totals = [{ currency: 'KES', count: 1, before: '1200', now: '1200', difference: '0' }]
  open('source=payment-links', answer({ rows: [change(values({}), paid)], totals }))
  const item = await screen.findByRole('listitem')
  expect(item.textContent).toContain('Status changed from Not paid to Paid')
  expect(item.textContent).toContain('Link activity changed from Sent to Link opened')
  expect(item.textContent).toMatch(/1,200\.00/)
  expect(screen.getByRole('link', { name: 'INV-7' }).getAttribute('href')).toBe(
    '/invoices?source=payment-links&row=a+b',
  )
  expect(document.body.textContent).toContain('Invoices that differ from what Furrow had')
})

test('shows no amounts and no funding sources of a source without them, and asks for none', async () => {
  const search = 'source=client-invoices&funding_source=Heifer'
  const row = change(null, values({ currency: null, amount: null, number: null }))
  const { asked } = open(search, answer({ rows: [row] }))
  expect(await screen.findByText('No invoice number')).toBeTruthy()
  expect(screen.queryByRole('table')).toBeNull()
  expect(screen.queryByText('Funding source')).toBeNull()
  expect(asked.filter((path) => path.includes('changes')).join()).not.toContain('funding_source')
})

test('changes to another source without the filters of this one', async () => {
  const { asked, user } = open('source=hello-tractor&funding_source=Heifer', answer({}))
  await user.click(await screen.findByRole('link', { name: 'Payment links' }))
  await waitFor(() => expect(asked.join(' ')).toMatch(/\/api\/invoices\/changes\?\S*source=payment-links/))
  expect(asked.filter((path) => path.includes('payment-links')).join()).not.toContain('Heifer')
})
