import { extractText, getDocumentProxy } from 'unpdf'
import { describe, expect, test } from 'vitest'
import type { TrueRow } from '#lib/sandbox/truth.ts'
import { field, idsOf, startSandboxClients, walk } from '#lib/server/upstream/testing/sandbox-clients.ts'
import { readAll, upstreamError } from '#lib/server/upstream/testing/settings.ts'

describe('client invoices', () => {
  test.each([
    ['invoice_number', (row: TrueRow) => field(row, 'invoice_number'), (a: string, b: string) => a === b],
    ['accounting_date_gt', (row: TrueRow) => field(row, 'accounting_date'), (a: string, b: string) => a >= b],
    ['accounting_date_lt', (row: TrueRow) => field(row, 'accounting_date'), (a: string, b: string) => a <= b],
  ] as const)('the filter %s returns exactly the matching rows', async (name, fieldOf, isWanted) => {
    const { sandbox, clientInvoices } = await startSandboxClients()
    const truth = sandbox.truth.clientInvoices()
    const value = fieldOf(truth[Math.floor(truth.length / 2)] as TrueRow)
    const rows = await walk((token) => clientInvoices.invoicePage({ [name]: value, page_size: 5 }, token))
    expect(idsOf(rows)).toEqual(idsOf(truth.filter((row) => isWanted(fieldOf(row), value))))
    expect(rows.length).toBeLessThan(truth.length)
  })

  test('expired tokens are replaced during a walk', async () => {
    const { sandbox, clientInvoices } = await startSandboxClients()
    const all = sandbox.truth.clientInvoices()
    const rows = await walk((token) => {
      sandbox.expireTokens()
      return clientInvoices.invoicePage({ page_size: 20 }, token)
    })
    expect(idsOf(rows)).toEqual(idsOf(all))
  })

  test('the PDF contains the number, and the detail is the row with exactly that number', async () => {
    const { sandbox, clientInvoices } = await startSandboxClients()
    const [row] = sandbox.truth.clientInvoices()
    const number = row?.id ?? ''
    expect((await clientInvoices.invoice(number)).raw).toEqual(row?.row)
    const { body } = await clientInvoices.invoicePdf(number)
    const document = await getDocumentProxy(new Uint8Array(await readAll(body)))
    expect((await extractText(document, { mergePages: true })).text).toContain(number)
  })

  test.each([
    [401, 'unauthorized'],
    [403, 'forbidden'],
    [404, 'not_found'],
    [500, 'unavailable'],
  ] as const)('a download answered with %i is %s', async (status, code) => {
    const { sandbox, clientInvoices } = await startSandboxClients()
    sandbox.faults.set({ route: 'client-invoice-file', kind: 'status', status })
    const number = sandbox.truth.clientInvoices()[0]?.id ?? ''
    expect((await upstreamError(clientInvoices.invoicePdf(number))).code).toBe(code)
  })
})
