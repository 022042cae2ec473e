import { extractText, getDocumentProxy } from 'unpdf'
import { describe, expect, test } from 'vitest'
import { addDays, dayInZone } from '#lib/calendar-date.ts'
import type { Sandbox } from '#lib/sandbox/http/sandbox.ts'
import type { TrueRow } from '#lib/sandbox/truth.ts'
import { field, idsOf, startSandboxClients, walk } from '#lib/server/upstream/testing/sandbox-clients.ts'
import { readAll, type startClients, upstreamError } from '#lib/server/upstream/testing/settings.ts'

describe('billing periods', () => {
  type Case = [Record<string, string>, (row: TrueRow) => boolean]
  const cases: Case[] = [
    [{}, () => true],
    [{ currency: 'KES' }, (row) => row.currency === 'KES'],
    [{ funding_source: '@first' }, (row) => row.fundingSource === '@first'],
    [{ status: 'PAYMENT_COMPLETE' }, (row) => JSON.stringify(row.row.status).includes('PAYMENT_COMPLETE')],
    [{ start_date_gte: '2026-10-19' }, (row) => field(row, 'start_date') >= '2026-10-19'],
    [{ start_date_lte: '2026-10-19' }, (row) => field(row, 'start_date') <= '2026-10-19'],
    [{ end_date_gte: '2026-10-25' }, (row) => field(row, 'end_date') >= '2026-10-25'],
    [{ end_date_lte: '2026-10-25' }, (row) => field(row, 'end_date') <= '2026-10-25'],
    [{ search: '@contract' }, (row) => field(row, 'loanName').includes('@contract')],
  ]

  test.each(cases)('the filter %j returns exactly the matching rows', async (query, isWanted) => {
    const { sandbox, helloTractor } = await startSandboxClients()
    const truth = sandbox.truth.billingPeriods()
    const source = truth.find((row) => row.fundingSource !== null)?.fundingSource ?? ''
    const contract = field(truth[0] as TrueRow, 'loanName')
    const fill = (text: string) => text.replace('@first', source).replace('@contract', contract)
    const filled = Object.fromEntries(Object.entries(query).map(([name, value]) => [name, fill(value)]))
    const wanted = truth.filter((row) => {
      if (query.search) return field(row, 'loanName') === contract
      if (query.funding_source) return row.fundingSource === source
      return isWanted(row)
    })
    const rows = await walk((token) => helloTractor.billingPeriodPage({ ...filled, limit: 25 }, token))
    expect(idsOf(rows)).toEqual(idsOf(wanted))
    expect(wanted.length).toBeGreaterThan(0)
    if (Object.keys(query).length > 0) expect(wanted.length).toBeLessThan(truth.length)
  })

  test('the upstream applies ordering and limit: oldest first, `limit` rows a page', async () => {
    const { sandbox, helloTractor } = await startSandboxClients()
    const page = await helloTractor.billingPeriodPage({ ordering: 'created_at', limit: 3 }, null)
    const oldest = sandbox.truth.billingPeriods().sort((a, b) => (a.at < b.at ? -1 : 1))
    expect(page.records).toHaveLength(3)
    const created = new Map(oldest.map((row) => [row.id, row.at]))
    expect(page.records.map((row) => created.get(row.id))).toEqual(oldest.slice(0, 3).map((row) => row.at))
    expect(page.count).toBe(oldest.length)
  })

  test('one period is read by its id, and an unknown id is not found', async () => {
    const { sandbox, helloTractor } = await startSandboxClients()
    const [row] = sandbox.truth.billingPeriods()
    expect((await helloTractor.billingPeriod(row?.id ?? '')).raw).toEqual(row?.row)
    expect((await upstreamError(helloTractor.billingPeriod('999999999'))).code).toBe('not_found')
  })
})

describe('invoices', () => {
  test.each([
    ['currency', (row: TrueRow) => row.currency],
    ['funding_source', (row: TrueRow) => row.fundingSource],
    ['search', (row: TrueRow) => field(row, 'invoice_no')],
  ] as const)('%s gives exactly the rows it names', async (name, fieldOf) => {
    const { sandbox, helloTractor } = await startSandboxClients()
    const truth = sandbox.truth.invoices()
    const value = fieldOf(truth.find((row) => fieldOf(row) !== null) as TrueRow) ?? ''
    const rows = await walk((token) => helloTractor.invoicePage({ [name]: value, limit: 10 }, token))
    expect(idsOf(rows)).toEqual(idsOf(truth.filter((row) => fieldOf(row) === value)))
    expect(rows.length).toBeLessThan(truth.length)
  })

  test('date_from and date_to bound created_at when requested one day wider', async () => {
    const { sandbox, helloTractor } = await startSandboxClients()
    const [from, to] = ['2026-10-20', '2026-10-31']
    const query = { date_from: addDays(from, -1), date_to: addDays(to, 2) }
    const rows = await walk((token) => helloTractor.invoicePage(query, token))
    const inside = (day: string | null) => day !== null && day >= from && day <= to
    const truth = sandbox.truth
      .invoices()
      .filter((row) => inside(dayInZone(new Date(row.at), 'Africa/Lagos')))
    expect(idsOf(rows.filter((row) => inside(row.issuedOn)))).toEqual(idsOf(truth))
    expect(truth.length).toBeGreaterThan(0)
    expect(rows.length).toBeLessThan(sandbox.truth.invoices().length)
  })

  /** The first invoice whose detail has a PDF that can be opened, or lacks one. */
  async function withPdf({
    sandbox,
    helloTractor,
  }: { sandbox: Sandbox } & Pick<ReturnType<typeof startClients>, 'helloTractor'>) {
    for (const { id } of sandbox.truth.invoices()) {
      const { pdfUrl, record } = await helloTractor.invoice(id)
      if (pdfUrl !== null) return { id, record }
    }
    throw new Error('no invoice has a PDF')
  }

  test('the PDF contains the invoice number', async () => {
    const clients = await startSandboxClients()
    const { id, record } = await withPdf(clients)
    const { body } = await clients.helloTractor.invoicePdf(id)
    const document = await getDocumentProxy(new Uint8Array(await readAll(body)))
    const { text } = await extractText(document, { mergePages: true })
    expect(text).toContain(record.number)
  })

  test.each([
    [401, 'unauthorized'],
    [403, 'forbidden'],
    [404, 'not_found'],
    [500, 'unavailable'],
  ] as const)('a file that answers %i is %s', async (status, code) => {
    const clients = await startSandboxClients()
    const { id } = await withPdf(clients)
    clients.sandbox.faults.set({ route: 'invoice-file', kind: 'status', status })
    expect((await upstreamError(clients.helloTractor.invoicePdf(id))).code).toBe(code)
  })

  test('a link that expired in the meantime is requested again', async () => {
    const clients = await startSandboxClients()
    const { id } = await withPdf(clients)
    clients.sandbox.faults.set({ route: 'invoice-file', kind: 'status', status: 410, times: 1 })
    const { body } = await clients.helloTractor.invoicePdf(id)
    expect((await readAll(body)).subarray(0, 5).toString()).toBe('%PDF-')
  })
})
