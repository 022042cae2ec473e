import { expect, test } from 'vitest'
import { english } from '#lib/server/words/words.ts'
import type { AuditEvent } from './schema.ts'
import { actionLabel, describeEvent } from './words.ts'

function event(action: string, fields: Partial<AuditEvent> = {}): AuditEvent {
  const actor = { kind: 'person', id: 'p1', name: 'Ada Obi' } as const
  const rest = { at: '2026-03-02T08:00:00.000Z', subject: null, details: {}, requestId: null, hash: 'h' }
  return { id: '1', outcome: 'ok', actor, action, ...rest, ...fields }
}

test.each<[string, AuditEvent]>([
  [
    'Ada Obi downloaded the PDF of invoice HT-1234',
    event('invoice_pdf.download', { subject: 'invoice:hello-tractor/1', details: { number: 'HT-1234' } }),
  ],
  [
    'Ada Obi opened the PDF of invoice hello-tractor/1',
    event('invoice_pdf.download', { subject: 'invoice:hello-tractor/1', details: { disposition: 'inline' } }),
  ],
  [
    'Ada Obi cancelled the PDF download of invoice HT-1234 after 512 bytes',
    event('invoice_pdf.download', { outcome: 'aborted', details: { number: 'HT-1234', bytes: 512 } }),
  ],
  [
    'Ada Obi requested a ZIP of 200 invoice PDFs from Hello Tractor',
    event('invoice_pdf.pack', { subject: 'source:hello-tractor', details: { invoices: 200 } }),
  ],
  [
    'Ada Obi downloaded a ZIP of invoice PDFs from Hello Tractor (193 of 200)',
    event('invoice_pdf.pack', {
      subject: 'source:hello-tractor',
      details: { step: 'end', bytes: 9, invoices: 200, files: 193, missing: 7 },
    }),
  ],
  [
    'Ada Obi cancelled the download of a ZIP of invoice PDFs from Client invoices after 4,096 bytes',
    event('invoice_pdf.pack', {
      outcome: 'aborted',
      subject: 'source:client-invoices',
      details: { bytes: 4096, invoices: 3, files: 1 },
    }),
  ],
  [
    'Ada Obi started a billing period export',
    event('billing_periods.export', { details: { format: 'csv' } }),
  ],
  [
    'Ada Obi downloaded an invoice export (1,250 rows)',
    event('invoices.export', { details: { step: 'end', rows: 1250 } }),
  ],
  [
    'Ada Obi wrote a note on HT-1234',
    event('note.write', { details: { name: 'HT-1234', change: 'text', owner: null } }),
  ],
  [
    'Ada Obi made Musa the owner of the note on HT-1234',
    event('note.write', { details: { name: 'HT-1234', change: 'owner', owner: 'Musa' } }),
  ],
  [
    'Ada Obi removed Musa as the owner of the note on HT-1234',
    event('note.write', { details: { name: 'HT-1234', change: 'owner', owner: null, formerOwner: 'Musa' } }),
  ],
  [
    'Ada Obi marked the note on HT-1234 as done',
    event('note.write', { details: { name: 'HT-1234', change: 'done', owner: 'Musa' } }),
  ],
  ['Ada Obi removed the note on HT-1234', event('note.remove', { details: { name: 'HT-1234' } })],
  ['Ada Obi paused Hello Tractor', event('source.pause', { subject: 'source:hello-tractor' })],
  [
    'Ada Obi confirmed that 12 rows of Client invoices were removed',
    event('disappearance.confirm', { subject: 'source:client-invoices', details: { rows: 12 } }),
  ],
  [
    'Furrow confirmed that 12 rows of Client invoices were removed with a command on the server',
    event('disappearance.confirm', {
      actor: { kind: 'system', id: null, name: null },
      subject: 'source:client-invoices',
      details: { rows: 12, way: 'command' },
    }),
  ],
  [
    'Furrow accepted the new address of Hello Tractor with a command on the server',
    event('source.adopt_origin', {
      actor: { kind: 'system', id: null, name: null },
      subject: 'source:hello-tractor',
      details: { way: 'command' },
    }),
  ],
  [
    'Ada Obi was denied access to /api/admin/audit 41 more times',
    event('access.denied', {
      outcome: 'denied',
      subject: 'route:/api/admin/audit',
      details: { reason: 'not_allowed', count: 41 },
    }),
  ],
  [
    'Ada Obi read api/v1/invoice/ from Client invoices',
    event('upstream.read', { subject: 'upstream:client-invoices/api/v1/invoice/' }),
  ],
  [
    'Furrow found that this log was shortened from 700 to 600 events',
    event('audit.cut_back', {
      actor: { kind: 'system', id: null, name: null },
      outcome: 'failed',
      details: { expected: 700, found: 600 },
    }),
  ],
  [
    'A visitor failed to sign in',
    event('sign_in.refused', { actor: { kind: 'anonymous', id: null, name: null }, outcome: 'denied' }),
  ],
  ['Ada Obi did “constructor” to thing:1', event('constructor', { subject: 'thing:1' })],
])('%s', (sentence, told) => {
  const parts = describeEvent(told, english('audit'), english('names'))
  expect(parts.map((part) => (typeof part === 'string' ? part : part.value)).join('')).toBe(sentence)
})

test('keeps the name of an action that has no label', () => {
  const t = english('audit')
  expect(['source.pause', 'toString', 'new.action'].map((action) => actionLabel(action, t))).toEqual([
    'Source paused',
    'toString',
    'new.action',
  ])
})

test('keeps the values apart from the words, whatever they hold', () => {
  const told = event('person.change_role', {
    actor: { kind: 'person', id: 'p1', name: 'شركة \ue001' },
    details: { name: 'Ben', role: 'admin' },
  })
  expect(describeEvent(told, english('audit'), english('names'))).toEqual([
    { value: 'شركة \ue001' },
    ' changed the role of ',
    { value: 'Ben' },
    ' to ',
    { value: 'admin' },
  ])
})
