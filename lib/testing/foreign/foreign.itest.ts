import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { invoicePdf } from '#lib/server/invoices/pdf.ts'
import { sourceDiagnostics } from '#lib/server/sources/diagnostics.ts'
import { mirrorOwnSources } from '#lib/server/sync/testing/own-sources.ts'
import { sourceDiagnosticsSchema } from '#lib/sources/diagnostics-schema.ts'
import { financier, operator } from '#lib/testing/ask.ts'
import { checkExport, checkRows, checkTotals, checkWeeks } from './checks.ts'
import { Findings, isLeftOut } from './compare.ts'
import { fieldOf, LISTS, readAll, ZONE } from './lists.ts'
import { SPELLED_PDFS } from './pdfs.ts'
import { CLIENT_INVOICES, INVOICES, PROGRAMMES } from './records.ts'
import { type ForeignUpstream, KEYS, openForeignUpstream } from './server.ts'

const NOW = new Date('2026-11-29T12:00:00Z')

let upstream: ForeignUpstream
let close: () => Promise<void>
beforeAll(async () => {
  upstream = await openForeignUpstream()
  const mirror = await mirrorOwnSources(
    {
      HELLO_TRACTOR_URL: upstream.url,
      HELLO_TRACTOR_API_KEY: KEYS.helloTractor,
      HELLO_TRACTOR_CURRENCIES: '["NGN","KES","UGX"]',
      HELLO_TRACTOR_FUNDING_SOURCES: JSON.stringify(PROGRAMMES),
      PAYMENT_LINKS_URL: upstream.url,
      PAYMENT_LINKS_PATH: '/v2/processed',
      PAYMENT_LINKS_API_KEY: KEYS.paymentLinks,
      PAYMENT_LINKS_CURRENCY: 'AUD',
      PAYMENT_LINKS_FUNDING_SOURCE_LABEL: 'Programme',
      CLIENT_INVOICES_URL: upstream.url,
      CLIENT_INVOICES_API_KEY: KEYS.clientInvoices,
      BUSINESS_TIME_ZONE: ZONE,
      SYNC_FROM: '2026-10-26',
    },
    NOW,
  )
  close = mirror.close
  const { windows } = await mirror.pass()
  expect(windows.filter(({ state }) => state !== 'complete')).toEqual([])
})
afterAll(async () => {
  await close()
  await upstream.close()
})

describe.each([
  ['an operator', operator],
  ['a financier', financier(PROGRAMMES[0])],
] as const)('an upstream built from the documents alone, as %s sees it', (_, viewer) => {
  test('shows every figure correctly or states what it leaves out', async () => {
    const findings = new Findings()
    for (const list of LISTS) {
      const shown = await checkRows(list, viewer, findings)
      await checkTotals(list, viewer, shown, findings)
      await checkExport(list, viewer, findings)
    }
    await checkWeeks(viewer, findings)
    expect(findings.faults).toEqual([])
    expect(findings.checks).toBeGreaterThan(viewer === operator ? 2_000 : 600)
  })
})

test('lists each unreadable value on Sources, and none that the source left out', async () => {
  for (const source of ['hello-tractor', 'payment-links', 'client-invoices'] as const) {
    const diagnostics = sourceDiagnosticsSchema.parse(await sourceDiagnostics(operator, source))
    for (const { resource, unreadable } of diagnostics.resources) {
      const list = LISTS.find(
        (each) => each.source === source && (each.date === 'start_date') === (resource === 'billing-periods'),
      )
      if (!list) throw new Error(`${source} has no list`)
      const { shown } = await readAll(list, operator, '')
      const byId = new Map(shown.map((row) => [row.id, row]))
      const unread = list.rows.flatMap((row) => {
        const found = byId.get(row.id)
        const others = list.others.filter((name) => !['status', 'invoice_paid'].includes(name))
        return [
          ...[isLeftOut(fieldOf(row, list.date), found?.day ?? null)],
          ...[isLeftOut(fieldOf(row, list.amount), found?.amount ?? null)],
          ...others.map((name) => isLeftOut(fieldOf(row, name), found?.others[name] ?? null)),
          // `updated` of a payment link has the same spelling as `created`.
          ...(source === 'payment-links' ? [isLeftOut(fieldOf(row, 'updated'), found?.day ?? null)] : []),
        ].filter(Boolean)
      })
      expect([list.date, unreadable.total]).toEqual([list.date, unread.length])
      expect(unreadable.rows.every(({ raw }) => raw !== null)).toBe(true)
    }
  }
})

test('passes PDFs that readers accept through unchanged and refuses other files', async () => {
  const signal = new AbortController().signal
  for (const [source, rows] of [
    ['client-invoices', CLIENT_INVOICES],
    ['hello-tractor', INVOICES],
  ] as const) {
    for (const [at, { bytes, isPdf }] of SPELLED_PDFS.entries()) {
      const id = rows[at]?.id ?? ''
      const asked = invoicePdf(operator, { source, id, disposition: 'attachment' }, signal)
      if (isPdf) expect(Buffer.from(await (await asked).arrayBuffer()).equals(bytes)).toBe(true)
      else await expect(asked).rejects.toMatchObject({ code: 'malformed' })
    }
  }
})
