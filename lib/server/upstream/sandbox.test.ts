import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import type { Dialect } from '#lib/sandbox/options.ts'
import { sandboxEnvironment } from '#lib/sandbox/settings.ts'
import { startSmallSandbox } from '#lib/sandbox/testing.ts'
import { readEnv } from '#lib/server/config/env.ts'
import { startSandboxClients, walk } from '#lib/server/upstream/testing/sandbox-clients.ts'
import { startClients, upstreamError } from '#lib/server/upstream/testing/settings.ts'
import type { BillingPeriodRecord, InvoiceRecord } from './contract.ts'

describe('dialects', () => {
  const dialects: Partial<Dialect>[] = [
    { links: false },
    { links: false, pastEnd: '404' },
    { foreignLinks: 'internal.example:8080' },
    { moneyAs: 'number', idsAs: 'string', keysAs: 'snake', statusAs: 'text', wrapped: true },
    { moneyAs: 'string', statusAs: 'code-phrase' },
    { statusAs: 'code-label' },
  ]
  const fields = (record: InvoiceRecord | BillingPeriodRecord) => {
    const { raw: _raw, amount, ...rest } = record
    return { ...rest, amount: amount === null ? null : Number(amount) }
  }
  let plain: unknown[]

  async function everything({
    helloTractor,
    clientInvoices,
    paymentLinks,
  }: Awaited<ReturnType<typeof startSandboxClients>>) {
    const links = await Array.fromAsync(paymentLinks.report('2026-10-01', '2026-11-22'))
    const rows = [
      ...(await walk((token) => helloTractor.billingPeriodPage({}, token))).map(fields),
      ...(await walk((token) => helloTractor.invoicePage({}, token))).map(fields),
      ...(await walk((token) => clientInvoices.invoicePage({}, token))).map(fields),
      ...links.flatMap((item) => ('record' in item ? [fields(item.record)] : [])),
    ].map(({ ...row }) =>
      'paidAmount' in row
        ? { ...row, paidAmount: Number(row.paidAmount), usdAmount: Number(row.usdAmount) }
        : row,
    )
    return rows.sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))
  }

  beforeAll(async () => {
    const sandbox = await startSmallSandbox()
    const { createUpstreams } = await import('#lib/server/upstream/sources/upstreams.ts')
    const { helloTractor, paymentLinks, clientInvoices, close } = createUpstreams(
      readEnv(sandboxEnvironment(sandbox)),
    )
    if (!helloTractor || !paymentLinks || !clientInvoices) throw new Error('a source is off')
    plain = await everything({ sandbox, helloTractor, paymentLinks, clientInvoices })
    await close()
    await sandbox.close()
  })

  test.each(dialects)('%j gives the same records as the seeds’ own dialect', async (dialect) => {
    const rows = await everything(await startSandboxClients({ dialect }))
    expect(rows.length).toBeGreaterThan(300)
    expect(rows).toEqual(plain)
  })
})

describe('credentials', () => {
  test('wrong credentials are unauthorized at every source', async () => {
    const { helloTractor, paymentLinks, clientInvoices } = await startSandboxClients(
      {},
      {
        HELLO_TRACTOR_API_KEY: 'wrong',
        PAYMENT_LINKS_API_KEY: 'wrong',
        CLIENT_INVOICES_PASSWORD: 'wrong',
      },
    )
    const calls = [
      () => helloTractor.invoicePage({}, null),
      () => Array.fromAsync(paymentLinks.report('2026-11-01', '2026-11-02')),
      () => clientInvoices.invoicePage({}, null),
    ]
    for (const call of calls) expect((await upstreamError(call())).code).toBe('unauthorized')
  })

  test('a valid key without access is forbidden', async () => {
    const sandbox = await startSmallSandbox()
    onTestFinished(sandbox.close)
    const { helloTractor } = startClients(
      readEnv({
        ...sandboxEnvironment(sandbox),
        HELLO_TRACTOR_API_KEY: sandbox.keys.helloTractorWithoutAccess,
      }),
    )
    expect((await upstreamError(helloTractor.billingPeriodPage({}, null))).code).toBe('forbidden')
  })
})
