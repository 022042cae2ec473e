import { sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import type { ChangeFilters } from '#lib/changes/filters.ts'
import { invoiceFilters } from '#lib/invoices/filters.ts'
import { subtractMoney } from '#lib/money.ts'
import { parseParams } from '#lib/search-params.ts'
import { type Mirror, startReadMirror } from '#lib/server/sync/testing/mirror.ts'
import type { Viewer } from '#lib/server/viewer.ts'
import type { Source } from '#lib/sources.ts'
import { financier, openTestDatabase, operator } from '#lib/testing/ask.ts'
import { invoiceChanges } from './changes.ts'
import { listInvoices } from './list.ts'

async function changesOf(viewer: Viewer, source: Source, filters: Partial<ChangeFilters>) {
  const none = { since: null, currency: [], funding_source: [] }
  const rows = []
  let cursor: string | null = null
  for (;;) {
    const page = await invoiceChanges(viewer, { ...none, ...filters, source, cursor, limit: 3 })
    rows.push(...page.rows)
    if (page.nextCursor === null) return { ...page, rows }
    cursor = page.nextCursor
  }
}

async function totalsOf(source: Source) {
  const filters = parseParams(invoiceFilters, new URLSearchParams({ source }))
  const { totals } = await listInvoices(operator, { ...filters, cursor: null, limit: 1 })
  return new Map(totals.map(({ currency, amount }) => [currency, amount ?? '0']))
}

async function start(): Promise<{ mirror: Mirror; since: string }> {
  const mirror = await startReadMirror(openTestDatabase)
  return { mirror, since: mirror.clock.now.toISOString() }
}

describe('the changes of invoices', () => {
  test('are those of one source, with the difference of its totals', async () => {
    const { mirror, since } = await start()
    const before = await totalsOf('hello-tractor')
    const found = await mirror.select<{ id: string }>(
      sql`select id from invoice where source = 'hello-tractor' and gone_at is null and state = 'not_paid' order by id`,
    )
    const [paid = '', lower = '', gone = ''] = found.map(({ id }) => id)
    mirror.sandbox.rows.change({
      resource: 'invoices',
      id: paid,
      fields: { isPaid: true },
    })
    mirror.sandbox.rows.change({ resource: 'invoices', id: lower, fields: { total: '0.000000001' } })
    mirror.sandbox.rows.remove('invoices', gone)
    const [link] = mirror.sandbox.truth.paymentLinks()
    mirror.sandbox.rows.change({
      resource: 'payment-links',
      id: link?.id ?? '',
      fields: { accountNumber: 'Ünï' },
    })
    await mirror.pass()
    // A row counts as gone once two syncs did not list it.
    await mirror.pass()
    const { rows, totals } = await changesOf(operator, 'hello-tractor', { since })
    const values = rows.map(({ id, kind, now }) => [id, kind, now?.state, now?.amount])
    const unchanged = rows.find(({ id }) => id === paid)?.before?.amount
    expect(values.toSorted()).toEqual(
      [
        [paid, 'changed', 'paid', unchanged],
        [lower, 'changed', 'not_paid', '0.000000001'],
        [gone, 'gone', undefined, undefined],
      ].toSorted(),
    )
    const after = await totalsOf('hello-tractor')
    for (const [currency, amount] of before) {
      const told = totals.find((total) => total.currency === currency)?.difference ?? '0'
      expect(subtractMoney(told, subtractMoney(after.get(currency) ?? '0', amount))).toBe('0')
    }
    expect((await changesOf(financier(), 'hello-tractor', { since })).rows).toEqual([])
    expect((await changesOf(operator, 'client-invoices', { since })).rows).toEqual([])
  })

  test('need a source, and no filter that the source lacks', async () => {
    await start()
    const query = { since: null, currency: [], funding_source: [], cursor: null, limit: 1 }
    await expect(invoiceChanges(operator, { ...query, source: null })).rejects.toThrow(/source: is required/)
    await expect(
      invoiceChanges(operator, { ...query, source: 'client-invoices', funding_source: ['Heifer'] }),
    ).rejects.toMatchObject({ code: 'filter_not_supported', errors: [{ param: 'funding_source' }] })
  })
})
