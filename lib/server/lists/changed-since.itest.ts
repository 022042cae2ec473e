import { describe, expect, test } from 'vitest'
import { billingPeriodFilters } from '#lib/billing-periods/filters.ts'
import { invoiceFilters } from '#lib/invoices/filters.ts'
import { pageParams, parseParams } from '#lib/search-params.ts'
import { exportBillingPeriods } from '#lib/server/billing-periods/export.ts'
import { listBillingPeriods } from '#lib/server/billing-periods/list.ts'
import { listInvoices } from '#lib/server/invoices/list.ts'
import { readPackContents } from '#lib/server/invoices/pack-contents.ts'
import { startMirror, startReadMirror } from '#lib/server/sync/testing/mirror.ts'
import { openTestDatabase, operator } from '#lib/testing/ask.ts'

const periods = (search: string) =>
  listBillingPeriods(
    operator,
    parseParams({ ...billingPeriodFilters, ...pageParams }, new URLSearchParams(search)),
  )
const idsOf = ({ rows }: { rows: { id: string }[] }) => rows.map(({ id }) => id).sort()

async function start() {
  const mirror = await startReadMirror(openTestDatabase)
  const since = mirror.clock.now.toISOString()
  return { mirror, since, ids: mirror.sandbox.truth.billingPeriods().map(({ id }) => id) }
}

describe('changed since', () => {
  test('lists the rows that are new or have changed, with their totals, and no others', async () => {
    const { mirror, since, ids } = await start()
    const changed = ids.slice(0, 5)
    for (const [at, id] of changed.entries())
      mirror.sandbox.rows.change({ resource: 'billing-periods', id, fields: { amount: `${at + 1}.25` } })
    const [gone = ''] = ids.slice(5)
    mirror.sandbox.rows.remove('billing-periods', gone)
    await mirror.pass()
    const first = mirror.clock.now.toISOString()
    await mirror.pass()
    const answer = await periods(`changed_since=${since}`)
    expect(idsOf(answer)).toEqual(changed.toSorted())
    expect(answer.totals.reduce((sum, { count }) => sum + count, 0)).toBe(5)
    expect(idsOf(await periods(`changed_since=${first}`))).toEqual([])
    expect(idsOf(await periods(`changed_since=${since}&search=${changed[0]}`))).toContain(changed[0])
    const csv = await exportBillingPeriods(operator, {
      ...parseParams(billingPeriodFilters, new URLSearchParams(`changed_since=${since}`)),
      format: 'csv',
    })
    expect(await csv.text()).toContain(`# Filter,changed_since,${since}`)

    // Looked at from then on, a later change of the same row does not hide the earlier one.
    mirror.sandbox.rows.change({ resource: 'billing-periods', id: ids[9] ?? '', fields: { amount: '7.77' } })
    await mirror.pass()
    expect(idsOf(await periods(`changed_since=${since}&as_of=${first}`))).toEqual(changed.toSorted())
    const later = [...changed, ids[9] ?? ''].toSorted()
    expect(idsOf(await periods(`changed_since=${since}`))).toEqual(later)
  })

  test('narrows invoices and the packs of their PDFs', async () => {
    const { mirror, since } = await start()
    const id = mirror.sandbox.truth.invoices()[0]?.id ?? ''
    mirror.sandbox.rows.change({ resource: 'invoices', id, fields: { total: '9.5' } })
    await mirror.pass()
    const search = new URLSearchParams(`source=hello-tractor&changed_since=${since}`)
    const answer = await listInvoices(operator, parseParams({ ...invoiceFilters, ...pageParams }, search))
    expect(idsOf(answer)).toEqual([id])
    const body = { source: 'hello-tractor' as const, filters: { changed_since: since } }
    expect((await readPackContents(operator, body)).invoices.map((invoice) => invoice.id)).toEqual([id])
  })

  test('begins with the day in the business time zone, and not before the history', async () => {
    const { since } = await start()
    await expect(periods('changed_since=2026-11-20')).rejects.toMatchObject({
      errors: [{ param: 'changed_since', code: 'before_history', values: { instant: since } }],
    })
    expect(idsOf(await periods('changed_since=2026-11-23'))).toEqual([])
    await expect(periods('changed_since=2199-01-01')).rejects.toMatchObject({
      errors: [{ param: 'changed_since', code: 'in_future' }],
    })
  })

  test('is refused while there is no history', async () => {
    const mirror = await startMirror({ database: await openTestDatabase() })
    await mirror.passWeek()
    await expect(periods('changed_since=2026-11-20')).rejects.toMatchObject({
      errors: [{ param: 'changed_since', code: 'no_history' }],
    })
  })
})
